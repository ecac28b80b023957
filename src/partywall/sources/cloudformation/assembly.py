"""A CDK cloud assembly (`cdk.out`): every stack of every stage, with its account and Region.

Source: CDK's cloud assembly schema, package @aws-cdk/cloud-assembly-schema (not re-read).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import Any, Final

import msgspec
from msgspec import Struct

from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.sources.cloudformation.nested import read_bytes
from partywall.sources.cloudformation.reader import read_template
from partywall.sources.reading import Reading

MANIFEST: Final = "manifest.json"
MAX_STAGES: Final = 10
"""Assemblies within assemblies, deeper than this, are not followed."""

_ENVIRONMENT: Final = re.compile(r"aws://([^/]*)/(.*)")


def is_assembly(folder: File) -> bool:
    """Whether a folder holds a cloud assembly."""
    return (folder / MANIFEST).is_file() and (folder / "cdk.out").is_file()


class Given(Struct, frozen=True):
    """What the user says of all stacks."""

    parameters: Mapping[str, str]
    region: str
    account: str


def read_assembly(
    folder: File,
    *,
    parameters: Mapping[str, str] | None = None,
    region: str = "",
    account: str = "",
) -> list[Reading]:
    """One reading for each stack, by its place in the manifests, stages after their parent.

    `parameters` override the manifests'; `region` and `account` are for stacks of which the
    manifests name none. Raises SourceError when the folder's own manifest cannot be read. A
    stack that cannot be read is an empty reading that says so.
    """
    return list(_stacks(folder, folder.resolve(), 0, Given(parameters or {}, region, account)))


def _stacks(folder: File, root: File, depth: int, given: Given) -> Iterator[Reading]:
    stages: list[File] = []
    for name, artifact in _artifacts(folder).items():
        properties = artifact.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        if artifact.get("type") == "aws:cloudformation:stack":
            yield _stack(folder, root, name, artifact, properties, given)
        elif artifact.get("type") == "cdk:cloud-assembly":
            stages.append(folder / str(properties.get("directoryName", "")))
    for stage in stages:
        if depth >= MAX_STAGES or not _inside(stage, root):
            yield _empty(stage / MANIFEST, "this stage is outside of the assembly")
            continue
        try:
            yield from _stacks(stage, root, depth + 1, given)
        except SourceError as fault:
            yield _failed(fault, str(stage / MANIFEST))


def _artifacts(folder: File) -> dict[str, dict[str, Any]]:
    path = folder / MANIFEST
    try:
        manifest = msgspec.json.decode(read_bytes(path))
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        raise SourceError(
            f"cannot be read ({why})", Span(str(path)), "run `cdk synth` to write the assembly"
        ) from None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as fault:
        raise SourceError(f"not JSON: {fault}", Span(str(path)), "run `cdk synth` again") from None
    artifacts = manifest.get("artifacts") if isinstance(manifest, dict) else None
    if not isinstance(artifacts, dict):
        raise SourceError(
            'no "artifacts": this is no CDK manifest', Span(str(path)), "run `cdk synth` again"
        )
    return {name: one for name, one in artifacts.items() if isinstance(one, dict)}


def _stack(
    folder: File,
    root: File,
    name: str,
    artifact: dict[str, Any],
    properties: dict[str, Any],
    given: Given,
) -> Reading:
    path = folder / str(properties.get("templateFile", ""))
    if not _inside(path, root):
        return _empty(path, f"the template of stack {name} is outside of the assembly")
    account, region = _environment(artifact.get("environment"))
    try:
        return read_template(
            read_bytes(path),
            str(path),
            parameters={**_texts(properties.get("parameters")), **given.parameters},
            region=region or given.region,
            account=account or given.account,
            stack=str(properties.get("stackName") or name),
            root=root,
        )
    except OSError as fault:
        return _empty(path, f"cannot be read ({fault.strerror or type(fault).__name__})")
    except SourceError as fault:
        return _failed(fault, str(path))


def _texts(given: object) -> dict[str, str]:
    if not isinstance(given, dict):
        return {}
    return {name: value for name, value in given.items() if isinstance(value, str)}


def _environment(text: object) -> tuple[str, str]:
    """Account and Region of `aws://account/region`; "" for what CDK did not know."""
    match = _ENVIRONMENT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return "", ""
    account, region = match.groups()
    known_account = "" if account == "unknown-account" else account
    return known_account, "" if region == "unknown-region" else region


def _inside(path: File, root: File) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, ValueError, RuntimeError):
        return False


def _empty(path: File, why: str) -> Reading:
    return _failed(SourceError(why, Span(str(path)), "run `cdk synth` again"), str(path))


def _failed(fault: SourceError, file: str) -> Reading:
    remark = Diagnostic("error", fault.message, fault.where, fault.hint)
    return Reading(file=file, kind="cloudformation", diagnostics=[remark])
