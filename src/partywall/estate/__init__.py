"""What there is: resources in CloudFormation's schema, how they refer to each other, and views."""
