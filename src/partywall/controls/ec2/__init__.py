"""Amazon EC2: machines, and the network that the customer writes around them."""

from partywall.controls.ec2.security_group import ssh_closed_to_internet

__all__ = ["ssh_closed_to_internet"]
