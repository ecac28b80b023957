"""What plans and sources of Terraform share: addresses, and the way from values to resources."""
