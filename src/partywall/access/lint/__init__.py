"""What is wrong with a policy, each remark with its place and, where there is one, the cure."""

from partywall.access.lint.linting import lint_text, lint_value
from partywall.access.lint.remark import Remark

__all__ = ["Remark", "lint_text", "lint_value"]
