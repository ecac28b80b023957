"""What `aws … describe-*` printed, in files of a folder: an account without credentials."""

from partywall.sources.describe.reader import Collection

__all__ = ["Collection"]
