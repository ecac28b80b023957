"""The provider `hashicorp/aws`, as data: what it accepts, and what it fills in by itself."""
