"""Values that look like credentials, told from values that only point to one.

What is found is never shown: `veiled` stands in for it in evidence. A text is a credential by
its own shape (an access key id, a private key), or because its name says so and it is no
pointer (an ARN, a path, a name with slashes).
"""

from __future__ import annotations

import re
from typing import Final

from partywall.estate.node import Node
from partywall.kernel.truth import Truth
from partywall.kernel.unknown import Unknown

CREDENTIAL: Final = Unknown("looks like a credential, not shown", present=True)
NOT_SHOWN: Final = Unknown("read, but not shown", present=True)

SHAPES: Final = re.compile(
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"
    r"|\bgh[pousr]_[A-Za-z0-9]{36}"
    r"|\bgithub_pat_[A-Za-z0-9_]{40}"
    r"|\bxox[abprs]-[0-9A-Za-z-]{20}"
    r"|\bsk_live_[0-9A-Za-z]{20}"
    r"|\{\{resolve:(?:secretsmanager|ssm-secure):"
    r"|://[^/\s:@${}]+:[^/\s:@${}<>]{3,}@"
)
"""What credentials look like by themselves.

A dynamic reference (`{{resolve:secretsmanager:…}}`) counts: the service stores its plain value.
"""

ASSIGNED: Final = re.compile(
    r"(?:passwo?r?d|passwd|secret_?(?:access_?)?key|api_?key|auth_?token)"
    r"[\"']?\s*[=:]\s*[\"']?(?![$<{(\"'\s]|/|arn:)[^\s\"'$]{6,}",
    re.IGNORECASE,
)
"""An assignment of a literal in a script: `DB_PASSWORD=hunter22`, not `$(aws …)`."""

SURE_NAME: Final = re.compile(
    r"(?:passwd|passwo?rd|pwd|api_?key|secret_?key|access_?key|private_?key|passphrase)$",
    re.IGNORECASE,
)
VAGUE_NAME: Final = re.compile(r"(?:secret|token|credentials?|auth)$", re.IGNORECASE)
"""Names that may hold a credential, or only the name of one."""

POINTER: Final = re.compile(
    r"arn:|https?://[^@]*$|(?:true|false|none|null|\d{0,4})?$", re.IGNORECASE
)
"""Values that are no credential whatever their name."""

PATH_LIKE: Final = re.compile(r"[\w.-]*/[\w./-]+$")
"""`prod/db/password` names a secret; but keys in Base64 have slashes, too."""

SECRET_ATTRIBUTES: Final = frozenset(
    {"SecretAccessKey", "SecretString", "Value", "password", "secret"}
)


def holds_credential(name: object, node: Node) -> Truth:
    """Whether an environment variable (`name`, and its value at `node`) is a credential."""
    value, label = node.value, name if isinstance(name, str) else ""
    if type(value) is Unknown:
        return _unknown_holds(label, value, node)
    if value is None or isinstance(value, dict | list):
        return False
    text = str(value)
    if SHAPES.search(text):
        return True
    if type(name) is Unknown:
        return node.doubt("its name is not known")
    sure = SURE_NAME.search(label) is not None
    if POINTER.match(text) or not (sure or VAGUE_NAME.search(label)):
        return False
    if sure and not PATH_LIKE.match(text):
        return True
    return node.doubt("this may be a credential, or the name of one")


def _unknown_holds(label: str, value: Unknown, node: Node) -> Truth:
    if label and not SURE_NAME.search(label) and not VAGUE_NAME.search(label):
        estate = getattr(_root(node), "estate", None)
        if estate is not None and value.attribute and value.attribute not in SECRET_ATTRIBUTES:
            return False if estate.link(value).sure else node.doubt()
    return node.doubt()


def text_holds_credential(node: Node) -> Truth:
    """Whether a script or document holds a credential somewhere; absent it holds none."""
    value = node.value
    if type(value) is Unknown:
        return node.doubt()
    if not isinstance(value, str):
        return False
    return SHAPES.search(value) is not None or ASSIGNED.search(value) is not None


def veiled(node: Node) -> Node:
    """The node's place with a credential's stand-in for its value, for evidence."""
    return Node(CREDENTIAL, node.resource, node.parent, node.key, node.sure)


def unshown(node: Node) -> Node:
    """The node's place, its value left out: it was read, and is nobody's business."""
    if node.value is None:
        return node
    return Node(NOT_SHOWN, node.resource, node.parent, node.key, node.sure)


def _root(node: Node) -> Node:
    while node.parent is not None:
        node = node.parent
    return node
