"""Compile AWS's managed policies into the data file of `partywall.access.world.managed`.

`moto` ships the documents as `iam:GetAccountAuthorizationDetails` gives them, each with its version
and the day of its last edit. Kept are path and name, version, that day and the document; the day of
the whole is that of the latest edit in it, as the data were surely taken no earlier. Same policies,
same bytes.

    python scripts/compile_managed_policies.py [OUTPUT]
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
import zlib
from pathlib import Path
from typing import Any

import msgspec
from moto.iam.aws_managed_policies import aws_managed_policies_data

OUTPUT = Path(__file__).parents[1] / "src/partywall/access/data/managed-policies.msgpack"
TOGETHER = 128
"""Documents in a block: a block more than this costs a question time, fewer cost space."""


def main() -> None:
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else OUTPUT
    source = f"moto {importlib.metadata.version('moto')}"
    output.write_bytes(compile_policies(json.loads(aws_managed_policies_data), source))


def compile_policies(policies: dict[str, Any], source: str) -> bytes:
    """The whole data file, as MessagePack: blocks of documents, one a line, and their index."""
    found = sorted((one["Path"] + name, one) for name, one in policies.items())
    index = [[path, one["DefaultVersionId"], one["UpdateDate"][:10]] for path, one in found]
    texts = [json.dumps(one["Document"], separators=(",", ":")) for _, one in found]
    blocks = ["\n".join(texts[at : at + TOGETHER]) for at in range(0, len(texts), TOGETHER)]
    return msgspec.msgpack.encode(
        {
            "source": source,
            "as_of": max(edited for _, _, edited in index),
            "together": TOGETHER,
            "index": zlib.compress(msgspec.msgpack.encode(index), 9),
            "blocks": [zlib.compress(block.encode(), 9) for block in blocks],
        }
    )


if __name__ == "__main__":
    main()
