"""partywall: the AWS shared responsibility model, executable."""
