"""The mapping tables, all of them: what they name exists, and what they make is well formed.

An example of every table is built from the provider's own schema: every argument set, every
block there once. Then each argument in turn is hidden, and the result may only get weaker.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from partywall.estate import schema
from partywall.kernel.unknown import Unknown
from partywall.sources.mapping import Mapped, apply, known_types, table_for
from partywall.sources.mapping.table import TABLES

FACTS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "data" / "provider_arguments.json").read_text("utf-8")
)
SPECS: dict[str, dict[str, Any]] = {
    name: spec
    for file in sorted(TABLES.parent.glob("*.toml"))
    for name, spec in tomllib.loads(file.read_text("utf-8")).items()
}
OWN = [name for name, spec in SPECS.items() if "same_as" not in spec]
ADDRESS = "aws_type.example"
HIDDEN = Unknown("known after apply", ("aws_other.thing",))
DEEPEST = 5

UNSET = None
VALUES: dict[str, object] = {
    "aws_batch_job_definition.container_properties": '{"image": "app", "vcpus": 1}',
    "aws_batch_job_definition.ecs_properties": '{"taskProperties": []}',
    "aws_batch_job_definition.node_properties": '{"mainNode": 0}',
    "aws_cloudtrail_event_data_store.suspend": "true",
    "aws_cloudwatch_event_target.ecs_target.placement_constraint.type": "memberOf",
    "aws_codepipeline.artifact_store.type": "S3",
    "aws_dynamodb_contributor_insights.index_name": UNSET,
    "aws_ecs_task_definition.container_definitions": '[{"name": "app", "portMappings": []}]',
    "aws_elastic_beanstalk_environment.tier": "Worker",
    "aws_emr_cluster.configurations_json": "[]",
    "aws_emr_cluster.core_instance_group.autoscaling_policy": '{"Rules": []}',
    "aws_kinesis_firehose_delivery_stream.server_side_encryption.key_type": "AWS_OWNED_CMK",
    "aws_kinesis_stream.encryption_type": "KMS",
    "aws_lambda_event_source_mapping.self_managed_event_source.endpoints": {
        "KAFKA_BOOTSTRAP_SERVERS": "one:9092,two:9092"
    },
    "aws_rolesanywhere_trust_anchor.source.source_data.acm_pca_arn": UNSET,
    "aws_s3_bucket_acl.acl": UNSET,
    "aws_s3_bucket_logging.target_object_key_format.simple_prefix": UNSET,
    "aws_sqs_queue.redrive_policy": '{"maxReceiveCount": 3}',
    "aws_sqs_queue_redrive_policy.redrive_policy": '{"maxReceiveCount": 3}',
    **{
        f"aws_vpn_connection.tunnel{n}_{name}": value
        for n in (1, 2)
        for name, value in {
            "dpd_timeout_action": "none",
            "ike_versions": ["ikev2"],
            "log_options": UNSET,
            "phase1_dh_group_numbers": [14],
            "phase1_encryption_algorithms": ["AES256"],
            "phase1_integrity_algorithms": ["SHA2-256"],
            "phase2_dh_group_numbers": [14],
            "phase2_encryption_algorithms": ["AES256"],
            "phase2_integrity_algorithms": ["SHA2-256"],
            "startup_action": "add",
        }.items()
    },
}
"""Values where any text or number would not do: a shape reads them, or a conversion."""

LATER = {
    "aws_iam_policy": {"delay_after_policy_creation_in_ms"},
    "aws_iam_saml_provider": {"saml_provider_uuid"},
    "aws_s3_bucket_public_access_block": {"skip_destroy"},
    "aws_s3_bucket_server_side_encryption_configuration": {"rule[].blocked_encryption_types"},
}
"""Arguments that came after version 5.100, the one whose schema the facts are from."""


def rows(name: str) -> Iterator[tuple[str, str, str]]:
    """Source path, target path and conversion of each row."""
    for source, row in SPECS[name].get("arguments", {}).items():
        written = {"to": row} if isinstance(row, str) else row
        targets = written["to"] if isinstance(written["to"], list) else [written["to"]]
        for target in targets:
            yield source, target, written.get("as", "")


def kind_of(name: str) -> str:
    spec = SPECS[name]
    return str(spec.get("type") or spec.get("folds_into") or "")


def path_of(target: str) -> tuple[str | int, ...]:
    path: list[str | int] = []
    for part in target.split("."):
        path += [part.removesuffix("[]"), 0] if part.endswith("[]") else [part]
    return tuple(path)


def fact(name: str, source: str) -> Any:
    """What the provider says of an argument: `flags type`, a block, or None."""
    found: Any = FACTS[name]
    for part in source.replace("[]", "").split("."):
        if isinstance(found, str):
            return None
        found = found.get(part) if isinstance(found, dict) else None
    return found


@pytest.mark.parametrize("name", OWN)
def test_every_target_exists_in_cloudformation(name: str) -> None:
    kind = kind_of(name)
    assert not kind or schema.is_type(kind)
    wrong = [target for _, target, _ in rows(name) if not schema.has_path(kind, path_of(target))]
    assert not wrong
    spec = SPECS[name]
    named = {*spec.get("absent", ()), *spec.get("sets", ()), *spec.get("appends", ())}
    assert named <= schema.properties_of(kind) or not kind


@pytest.mark.parametrize("name", OWN)
def test_every_argument_exists_in_the_provider(name: str) -> None:
    spec = SPECS[name]
    named = [
        *spec.get("arguments", {}),
        *spec.get("ignore", ()),
        *spec.get("shaped", ()),
        *filter(None, (spec.get("parent"), spec.get("name"))),
    ]
    unknown = {source for source in named if fact(name, source) is None}
    assert unknown <= LATER.get(name, set())


@pytest.mark.parametrize("name", OWN)
def test_computed_are_what_the_provider_may_fill_in(name: str) -> None:
    """Of a whole block the schema does not say so; real plans do."""
    wanted = set(SPECS[name].get("computed", ()))
    assert {label for label in wanted if isinstance(fact(name, label), str)} <= {
        label for label in wanted if is_filled_in(fact(name, label))
    }
    assert {label for label in filled_in(FACTS[name]) if label not in wanted} <= {"id"}


def is_filled_in(flags: Any) -> bool:
    if isinstance(flags, dict):
        flags = flags.get("", "").rpartition(" ")[2]
    return isinstance(flags, str) and flags.startswith("oc")


def filled_in(block: dict[str, Any], above: str = "") -> Iterator[str]:
    for label, flags in block.items():
        if label and label != "tags_all" and is_filled_in(flags):
            yield above + label
        if label and isinstance(flags, dict):
            yield from filled_in(flags, f"{above}{label}.")


def example(name: str) -> dict[str, Any]:
    """Every argument of the type, with a value that its target takes."""
    wanted = {source.replace("[]", ""): (target, convert) for source, target, convert in rows(name)}
    return block_example(name, FACTS[name], wanted, "")


def block_example(
    name: str, block: dict[str, Any], wanted: dict[str, tuple[str, str]], above: str
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for label, flags in block.items():
        at = f"{above}{label}"
        if not label or label in ("id", "tags_all"):
            continue
        if isinstance(flags, dict) and flags[""].endswith(" c"):
            continue
        if isinstance(flags, dict):
            if at.count(".") < DEEPEST:
                values[label] = [block_example(name, flags, wanted, f"{at}.")]
        elif not flags.startswith("c "):
            target, convert = wanted.get(at, ("", ""))
            kind = flags.split(" ", 1)[1]
            values[label] = value_of(kind, kind_of(name), target or label, convert)
        if f"{name}.{at}" in VALUES:
            values[label] = VALUES[f"{name}.{at}"]
    return values


def value_of(kind: str, resource: str, target: str, convert: str) -> Any:
    if kind == "bool":
        return True
    if kind.startswith(("list(", "set(")):
        return [value_of(kind[kind.index("(") + 1 : -1], resource, target, convert)]
    if kind.startswith("map("):
        return {"a": value_of(kind[4:-1], resource, "", "")}
    if kind.startswith("{"):
        return {}
    choices = choices_at(resource, target)
    if kind == "number":
        return int(choices[0]) if choices else 1
    if convert == "boolean":
        return "true"
    if "json" in convert:
        return '{"Version": "2012-10-17"}'
    return str(choices[0]) if choices else "1"


def choices_at(resource: str, target: str) -> list[Any]:
    """The values that the property takes, when the schema lists them.

    An argument that a shape reads has no target: any property of that name will do.
    """
    found = schema.type_schema(resource)
    if found is None or not target:
        return []
    if target[0].islower():
        return choices_named(resource).get(target.replace("_", ""), [])
    return choices(found, {"p": found.properties}, path_of(target))


def choices(found: schema.TypeSchema, node: Any, path: tuple[str | int, ...]) -> list[Any]:
    node = found.expand(node)
    if isinstance(node, list) and node[0] == "any":
        branches = (choices(found, one, path) for one in node[1:])
        return next(filter(None, branches), [])
    if isinstance(node, list) and node[0] == "array":
        return choices(found, node[1], path[1:] if path[:1] == (0,) else path)
    if not path:
        return list(node[1:]) if isinstance(node, list) and node[0] == "enum" else []
    inner = node["p"].get(path[0]) if isinstance(node, dict) else None
    return choices(found, inner, path[1:]) if inner is not None else []


@cache
def choices_named(resource: str) -> dict[str, list[Any]]:
    """Enumerations by the name of their property, wherever in the type it stands."""
    found = schema.type_schema(resource)
    assert found is not None
    named: dict[str, list[Any]] = {}
    parts: list[Any] = [{"p": found.properties}, *found.definitions.values()]
    while parts:
        part = parts.pop()
        if isinstance(part, list) and part[0] != "enum":
            parts += part[1:]
        for key, written in part["p"].items() if isinstance(part, dict) else ():
            node = found.expand(written)
            node = found.expand(node[1]) if isinstance(node, list) and node[0] == "array" else node
            if isinstance(node, list) and node[0] == "enum":
                named.setdefault(key.lower(), node[1:])
            elif not isinstance(written, str):
                parts.append(written)
    return named


def mapped(name: str, values: dict[str, Any]) -> Mapped:
    table = table_for(name)
    assert table is not None
    return apply(table, values, ADDRESS)


def problems(name: str, result: Mapped) -> list[str]:
    found = [f"{kind_of(name)} {p}" for p in schema.validate(kind_of(name), result.properties)]
    for piece in result.pieces:
        kind = piece.type or piece.folds_into
        found += [f"{kind} {problem}" for problem in schema.validate(kind, piece.properties)]
    return found


@pytest.mark.parametrize("name", OWN)
def test_an_example_maps_to_what_cloudformation_accepts(name: str) -> None:
    result = mapped(name, example(name))
    assert (problems(name, result) if kind_of(name) else []) == []
    assert result.properties or result.pieces


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_hiding_an_argument_only_weakens(name: str) -> None:
    full = mapped(name, example(name))
    for place in places(example(name)):
        values = example(name)
        hide(values, place)
        result = mapped(name, values)
        assert weaker(result.properties, full.properties), f"{place}: {result.properties}"
        if kind_of(name):
            assert problems(name, result) == [], place


def places(values: Any, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every argument and block element, outermost first."""
    if len(above) > DEEPEST:
        return
    entries = values.items() if isinstance(values, dict) else enumerate(values)
    for key, value in list(entries):
        yield (*above, key)
        if isinstance(value, dict | list):
            yield from places(value, (*above, key))


def hide(values: Any, place: tuple[str | int, ...]) -> None:
    for step in place[:-1]:
        values = values[step]
    values[place[-1]] = HIDDEN


def weaker(seen: Any, full: Any) -> bool:
    """Whether `seen` tells nothing that `full` does not."""
    if seen == full or isinstance(seen, Unknown):
        return True
    if isinstance(seen, dict) and isinstance(full, dict):
        return all(
            weaker(seen[key], full[key]) if key in seen and key in full else _open(seen.get(key))
            for key in {*seen, *full}
        )
    if isinstance(seen, list) and isinstance(full, list):
        if len(seen) == len(full):
            return all(map(weaker, seen, full))
        return any(isinstance(one, Unknown) for one in seen)
    return False


def _open(value: Any) -> bool:
    """Whether nothing definite is said: Unknown, or a structure of nothing else."""
    if isinstance(value, dict):
        return bool(value) and all(map(_open, value.values()))
    return isinstance(value, Unknown)


def test_all_types_have_facts() -> None:
    assert sorted(FACTS) == known_types()
