"""Compile what the evaluator of Terraform directories must know of `hashicorp/aws` in one file.

The provider's schema (14 MB of JSON) is read from the provider itself, without network: names,
types, flags and nesting are kept, descriptions are not. The defaults are those of
`data/defaults.toml`, which `scripts/read_provider_defaults.py` writes. Same input, same bytes::

    TF_PLUGIN_DIR=~/plugins python scripts/compile_provider.py    # schema and defaults
    python scripts/compile_provider.py --defaults                 # defaults only, schema as it was

`TF_PLUGIN_DIR` is a filesystem mirror of providers (`terraform providers mirror DIR`). Exits with
2 when Terraform or the provider is missing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
import zlib
from pathlib import Path
from typing import Any

import msgspec

from partywall.sources.terraform_hcl.provider import schema
from partywall.sources.terraform_hcl.provider.schema import Contents, Packed

DEFAULTS = schema.DATA.with_name("defaults.toml")
PROVIDER = "registry.terraform.io/hashicorp/aws"
VERSION = "5.100.0"
WINDOW = 1 << 15
"""zlib looks no further back than this many bytes, so a longer dictionary gains nothing."""

FLAGS = {
    "required": schema.REQUIRED,
    "optional": schema.OPTIONAL,
    "computed": schema.COMPUTED,
    "sensitive": schema.SENSITIVE,
    "write_only": schema.WRITE_ONLY,
}
Json = dict[str, Any]


def main() -> int:
    """The data file is what the provider and the table of defaults say."""
    plugins = os.environ.get("TF_PLUGIN_DIR")
    try:
        if "--defaults" in sys.argv[1:]:
            found = schema.contents()
        elif plugins:
            found = compiled(provider_schema(plugins))
        else:
            print("compile_provider needs TF_PLUGIN_DIR, a mirror of providers", file=sys.stderr)
            return 2
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        print(f"{error}\n{getattr(error, 'stderr', '')}", file=sys.stderr)
        return 2
    schema.DATA.write_bytes(encoded(found))
    return 0


def provider_schema(plugins: str) -> Json:
    """What `terraform providers schema -json` prints for the provider, from a plugin directory."""
    needs = {"aws": {"source": PROVIDER, "version": VERSION}}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "main.tf.json")
        root.write_text(json.dumps({"terraform": {"required_providers": needs}}), "utf-8")
        run(folder, "init", "-input=false", "-no-color", f"-plugin-dir={plugins}")
        printed = json.loads(run(folder, "providers", "schema", "-json"))
    found: Json = printed["provider_schemas"][PROVIDER]
    return found


def run(folder: str, *arguments: str) -> bytes:
    command = ["terraform", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout


def compiled(provider: Json) -> Contents:
    """The schemas, packed; without defaults."""
    plain = {
        mode: {name: packed(provider[key][name]["block"]) for name in sorted(provider[key])}
        for mode, key in (("managed", "resource_schemas"), ("data", "data_source_schemas"))
    }
    dictionary = common([one for types in plain.values() for one in types.values()])
    return Contents(
        source=f"hashicorp/aws {VERSION}",
        dictionary=dictionary,
        managed={name: zipped(one, dictionary) for name, one in plain["managed"].items()},
        data={name: zipped(one, dictionary) for name, one in plain["data"].items()},
    )


def packed(block: Json) -> bytes:
    """One type in the form of `Packed`."""
    types: dict[str, int] = {}
    bodies: dict[str, int] = {}
    number_body(block, types, bodies)
    whole = Packed([json.loads(one) for one in types], [json.loads(one) for one in bodies])
    return msgspec.msgpack.encode(whole)


def number_body(block: Json, types: dict[str, int], bodies: dict[str, int]) -> int:
    """The number of this content, after everything in it has got one."""
    groups: dict[tuple[int, int], list[str]] = {}
    for name, attribute in sorted(block.get("attributes", {}).items()):
        flags = sum(bit for word, bit in FLAGS.items() if attribute.get(word))
        groups.setdefault((flags, number_type(attribute["type"], types)), []).append(name)
    blocks = {
        name: (
            one["nesting_mode"],
            one.get("min_items", 0),
            one.get("max_items", 0),
            number_body(one["block"], types, bodies),
        )
        for name, one in sorted(block.get("block_types", {}).items())
    }
    own = [[*key, *names] for key, names in sorted(groups.items())]
    return bodies.setdefault(json.dumps([own, blocks]), len(bodies))


def number_type(node: Any, types: dict[str, int]) -> int:
    """The number of an attribute's type, after the types in it have got one."""
    if isinstance(node, list):
        word, inner = node
        if word == "object":
            node = {name: number_type(one, types) for name, one in sorted(inner.items())}
        else:
            node = [word, number_type(inner, types)]
    return types.setdefault(json.dumps(node), len(types))


def common(packs: list[bytes]) -> bytes:
    """A dictionary for zlib: the longest of the short types, which have most words in common."""
    short = sorted({one for one in packs if len(one) < 900}, key=lambda one: (len(one), one))
    return b"".join(short)[-WINDOW:]


def zipped(plain: bytes, dictionary: bytes) -> bytes:
    zipper = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zdict=dictionary)
    return zipper.compress(plain) + zipper.flush()


def encoded(found: Contents) -> bytes:
    """The bytes of the data file, with the defaults as they stand in the table."""
    table = tomllib.loads(DEFAULTS.read_text("utf-8"))
    found.computed = frozenset(table.pop("computed"))
    found.defaults = {
        name: msgspec.Raw(msgspec.msgpack.encode(one, order="sorted"))
        for name, one in nested_defaults(table).items()
    }
    return msgspec.msgpack.encode(found, order="sorted")


def nested_defaults(table: Json) -> dict[str, Json]:
    """The table by type, its dotted paths taken apart; a block that is unasked is None."""
    unasked = table.pop("unasked")
    found: dict[str, Json] = {name: {} for name in table}
    for name, defaults in table.items():
        for path, value in defaults.items():
            *above, last = path.split(".")
            place(found[name], above)[last] = value
    for label in unasked:
        name, *path = label.split(".")
        if path:
            place(found[name], path[:-1])[path[-1]] = None
    return found


def place(defaults: Json, path: list[str]) -> Json:
    """What there is below a block, made when there is nothing yet."""
    for name in path:
        defaults = defaults.setdefault(name, {})
    return defaults


if __name__ == "__main__":
    sys.exit(main())
