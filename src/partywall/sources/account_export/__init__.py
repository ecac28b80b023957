"""What IAM holds in an account, as `aws iam get-account-authorization-details` writes it."""

from partywall.sources.account_export.pages import together
from partywall.sources.account_export.reader import KIND, read_export

__all__ = ["KIND", "read_export", "together"]
