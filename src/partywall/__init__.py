"""partywall: the AWS shared responsibility model, executable."""

__version__ = "0.1.0"
