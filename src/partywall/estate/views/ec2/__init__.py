"""Amazon EC2, as controls see it: network and machines."""
