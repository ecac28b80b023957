"""Amazon EFS, as controls see it."""

from __future__ import annotations

from partywall.estate.view import View
from partywall.estate.views.policy_document import Statement, document
from partywall.kernel.truth import Truth, some


class FileSystem(View):
    """AWS::EFS::FileSystem."""

    types = ("AWS::EFS::FileSystem",)

    @property
    def requires_tls(self) -> Truth:
        """Whether its policy denies every client that does not mount over TLS."""
        statements = document(self.at("FileSystemPolicy")).statements
        return some(statements, _denies_plain)[1]


def _denies_plain(statement: Statement) -> Truth:
    mounting = statement.covers("elasticfilesystem:ClientMount")
    return statement.denies & statement.everyone & mounting & statement.only_without_tls


class AccessPoint(View):
    """AWS::EFS::AccessPoint: a door into a part of a file system, as a fixed user."""

    types = ("AWS::EFS::AccessPoint",)
