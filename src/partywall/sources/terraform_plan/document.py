"""The plan's JSON, decoded as far as it is needed.

Values and masks stay raw until their resource is looked at, so that a plan of 100,000 resources
is never held as dictionaries. What is not declared here (`prior_state`, `before`) is skipped by the
decoder.

Source: Terraform documentation, "JSON Output Format", read 2026-11-23.
"""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec
from msgspec import Raw, Struct, field

from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.sources.recognise import Contents

NOTHING: Final = Raw(b"null")
LOG: Final = "this is Terraform's log of a run (plan -json), no plan"
CONVERT: Final = "make it with: terraform show -json plan.out > plan.json"


class Change(Struct, gc=False):
    """What happens to one resource, its values afterwards, and the masks over them."""

    actions: list[str] = field(default_factory=list)
    after: Raw = NOTHING
    after_unknown: Raw = NOTHING
    after_sensitive: Raw = NOTHING


class ResourceChange(Struct, gc=False):
    """One resource instance of the plan."""

    address: str
    type: str
    change: Change
    name: str = ""
    mode: str = "managed"
    module_address: str = ""
    index: str | int | float | None = None
    deposed: str = ""


class Deferred(Struct, gc=False):
    """A change that Terraform put off to a later plan."""

    reason: str = ""
    resource_change: ResourceChange | None = None


class ConfigResource(Struct):
    """A resource block: its expressions, undecoded, and what repeats it."""

    address: str
    mode: str = "managed"
    provider_config_key: str = ""
    expressions: Raw = NOTHING
    for_each_expression: Raw = NOTHING


class ConfigOutput(Struct):
    """An output and the expression that it is."""

    expression: Raw = NOTHING


class ConfigVariable(Struct):
    """A variable's declaration."""

    sensitive: bool = False


class ModuleCall(Struct):
    """A module block: its arguments, and the module that it calls."""

    expressions: Raw = NOTHING
    for_each_expression: Raw = NOTHING
    module: ConfigModule | None = None


class ConfigModule(Struct):
    """A module as it is written, once, however many instances there are."""

    resources: list[ConfigResource] = field(default_factory=list)
    module_calls: dict[str, ModuleCall] = field(default_factory=dict)
    outputs: dict[str, ConfigOutput] = field(default_factory=dict)
    variables: dict[str, ConfigVariable] = field(default_factory=dict)


class ProviderConfig(Struct):
    """A provider block."""

    name: str = ""
    expressions: Raw = NOTHING


class Configuration(Struct):
    """The configuration that the plan was made from."""

    provider_config: dict[str, ProviderConfig] = field(default_factory=dict)
    root_module: ConfigModule = field(default_factory=ConfigModule)


class Variable(Struct):
    """The value of a root variable."""

    value: Raw = NOTHING


class Plan(Struct):
    """The plan. The last four are there to recognise what is none."""

    format_version: str = ""
    resource_changes: list[ResourceChange] | None = None
    configuration: Configuration = field(default_factory=Configuration)
    variables: dict[str, Variable] = field(default_factory=dict)
    deferred_changes: list[Deferred] = field(default_factory=list)
    errored: bool = False
    values: Raw = NOTHING
    planned_values: Raw = NOTHING
    version: Any = None
    level: Any = field(default=None, name="@level")


class LoosePlan(Struct):
    """The plan with its parts undecoded: for when one of them is not as it should be."""

    format_version: Raw = NOTHING
    resource_changes: Raw = NOTHING
    configuration: Raw = NOTHING
    variables: Raw = NOTHING
    deferred_changes: Raw = NOTHING


_PLAN = msgspec.json.Decoder(Plan)
_LOOSE = msgspec.json.Decoder(LoosePlan)
_CHANGE = msgspec.json.Decoder(ResourceChange)
_BYTE = re.compile(r"\(byte (\d+)\)")


def decode(data: Contents, file: str) -> tuple[Plan, list[str]]:
    """The plan, and what of it could not be decoded, in words.

    Raises SourceError when the bytes are no plan at all.
    """
    faults: list[str] = []
    try:
        try:
            plan = _PLAN.decode(data)
        except msgspec.ValidationError as error:
            plan = _piecewise(data, file, error, faults)
    except msgspec.DecodeError as error:
        raise _malformed(data, file, str(error)) from None
    except UnicodeDecodeError as error:
        raise _malformed(data, file, f"not UTF-8 (byte {error.start})") from None
    except RecursionError:
        raise SourceError("the JSON is nested too deep", Span(file)) from None
    _must_be_plan(plan, file)
    return plan, faults


def text_of(data: Contents, file: str) -> Contents:
    """The JSON text in UTF-8; PowerShell's `>` writes UTF-16. Raises SourceError for no text."""
    if data[:2] == b"PK":
        raise SourceError("this is Terraform's binary plan, not its JSON", Span(file), CONVERT)
    if data[:2] == b"\x1f\x8b":
        raise SourceError("this file is compressed", Span(file), "uncompress it first")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data[:].decode("utf-16").encode()
        except UnicodeDecodeError:
            raise SourceError("this is neither UTF-8 nor UTF-16", Span(file), CONVERT) from None
    if not data[:64].strip() and not data[64:].strip():
        raise SourceError("the file is empty", Span(file), CONVERT)
    if data[:3] == b"\xef\xbb\xbf":
        data = data[3:]
    if data[:64].lstrip().startswith(b'{"@level"'):
        raise SourceError(LOG, Span(file), CONVERT)
    return data


def _malformed(data: Contents, file: str, message: str) -> SourceError:
    found = _BYTE.search(message)
    offset = int(found[1]) if found else len(data)
    start = data.rfind(b"\n", 0, offset) + 1
    where = Span(file, data[:offset].count(b"\n") + 1, offset - start + 1)
    what = "the JSON ends too early" if "truncated" in message else "this is no valid JSON"
    detail = message.replace("JSON is malformed: ", "")
    return SourceError(f"{what}, line {where.line} column {where.column}: {detail}", where, CONVERT)


def _piecewise(
    data: Contents, file: str, error: msgspec.ValidationError, faults: list[str]
) -> Plan:
    """Each part decoded for itself, so that one fault does not hide the rest."""
    try:
        loose = _LOOSE.decode(data)
    except msgspec.ValidationError:
        raise SourceError("this is JSON, but no Terraform plan", Span(file), CONVERT) from None
    plan = Plan(format_version=str(_part(loose.format_version, Any, "format_version", faults, "")))
    if bytes(loose.resource_changes) != b"null":
        plan.resource_changes = []
        for n, raw in enumerate(
            _part(loose.resource_changes, list[Raw], "resource_changes", faults, [])
        ):
            try:
                plan.resource_changes.append(_CHANGE.decode(raw))
            except msgspec.ValidationError as fault:
                faults.append(f"resource_changes[{n}]{_named(raw)} is not understood: {fault}")
    plan.configuration = _part(
        loose.configuration, Configuration, "configuration", faults, Configuration()
    )
    plan.variables = _part(loose.variables, dict[str, Variable], "variables", faults, {})
    plan.deferred_changes = _part(
        loose.deferred_changes, list[Deferred], "deferred_changes", faults, []
    )
    if not faults:
        faults.append(str(error))
    return plan


def _part(raw: Raw, kind: Any, name: str, faults: list[str], otherwise: Any) -> Any:
    if bytes(raw) == b"null":
        return otherwise
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as fault:
        faults.append(f"{name} is not understood: {fault}")
        return otherwise


def _named(raw: Raw) -> str:
    value = msgspec.json.decode(raw)
    address = value.get("address") if isinstance(value, dict) else None
    return f" ({address})" if isinstance(address, str) else ""


def _must_be_plan(plan: Plan, file: str) -> None:
    where = Span(file)
    if plan.level is not None:
        raise SourceError(LOG, where, CONVERT)
    if plan.resource_changes is None:
        if bytes(plan.values) != b"null":
            what = "this is the JSON of a state, which says what is there, not what is planned"
            raise SourceError(what, where, "plan to a file with -out and show that file")
        if plan.version is not None:
            raise SourceError("this is a state file, no plan", where, CONVERT)
        if not plan.format_version or bytes(plan.planned_values) == b"null":
            raise SourceError("this is JSON, but no Terraform plan", where, CONVERT)
        plan.resource_changes = []
    major = plan.format_version.split(".", 1)[0]
    if major not in ("", "0", "1"):
        raise SourceError(
            f"format_version {plan.format_version} is too new; 0.x and 1.x are understood",
            where,
            "update partywall, or make the plan with Terraform 1.x",
        )
