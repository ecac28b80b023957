"""AWS CodeBuild, as controls see it: a build logs to CloudWatch and encrypts what it makes unless
told not to.

Source: CodeBuild API Reference, "CreateProject" (not re-read).
"""

from __future__ import annotations

from typing import Final

from partywall.estate.node import Node
from partywall.estate.view import View
from partywall.estate.views.secrets import holds_credential
from partywall.kernel.truth import Truth, no

WITH_CREDENTIALS: Final = r"https?://[^/@\s]+:[^/@\s]+@"
"""An address that begins with a user name and a password or token."""


class Project(View):
    """AWS::CodeBuild::Project."""

    types = ("AWS::CodeBuild::Project",)

    @property
    def is_logged(self) -> Truth:
        logs = self.at("LogsConfig")
        to_bucket = logs.at("S3Logs", "Status").equals("ENABLED")
        return no(logs.at("CloudWatchLogs", "Status").equals("DISABLED")) | to_bucket


def is_open_secret(variable: Node) -> Truth:
    """Whether an environment variable is a credential, written in clear."""
    plain = variable.at("Type").either("PLAINTEXT").equals("PLAINTEXT")
    return plain & holds_credential(variable.at("Name").value, variable.at("Value"))
