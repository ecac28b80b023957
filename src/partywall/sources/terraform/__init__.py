"""What plans and sources of Terraform share: its values and their types, addresses, the policy
document, and the way from values to resources."""
