"""Real plans, cut into pieces that can be written again under other names.

`shapes/*/plan.json` is what Terraform printed for the configuration beside it; there, `zstem`
stands for the name of a stack and `zkey` for an instance of `for_each`. Both become holes, and so
do the attributes named by `VARIED`, which take good and bad values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

SHAPES = Path(__file__).parent / "shapes"

SOURCES = ["0.0.0.0/0", "10.0.0.0/8", "172.16.0.0/12", "192.0.2.0/24", "0.0.0.0/1", "10.1.2.3/32"]
OFTEN, SELDOM = (True, True, True, False), (True, False, False, False)

# Attributes that differ from stack to stack, or from instance to instance where the
# configuration takes them from `each` or a variable. Those of one tuple always agree.
VARIED: dict[str, dict[tuple[str, ...], tuple[Any, ...]]] = {
    "aws_cloudwatch_log_group": {("retention_in_days",): (1, 7, 14, 30, 90, 365, 400, 731)},
    "aws_cloudwatch_metric_alarm": {
        ("threshold",): (1, 5, 50, 75, 80, 90, 95),
        ("metric_name",): ("CPUUtilization", "MemoryUtilization", "RunningTaskCount"),
    },
    "aws_db_instance": {
        ("storage_encrypted",): OFTEN,
        ("multi_az",): (True, False),
        ("publicly_accessible",): SELDOM,
        ("deletion_protection",): OFTEN,
        ("auto_minor_version_upgrade",): OFTEN,
        ("backup_retention_period",): (0, 1, 7, 14, 35),
        ("allocated_storage",): (20, 50, 100, 500, 2000),
        ("instance_class",): ("db.t4g.medium", "db.m6g.large", "db.r6g.xlarge"),
    },
    "aws_dynamodb_table": {("deletion_protection_enabled",): (True, False)},
    "aws_ebs_volume": {("encrypted",): OFTEN, ("size",): (8, 40, 100, 200, 1000)},
    "aws_ecr_repository": {("image_tag_mutability",): ("IMMUTABLE", "MUTABLE")},
    "aws_ecs_service": {("desired_count",): (1, 2, 3, 6)},
    "aws_iam_role": {("max_session_duration",): (3600, 7200, 43200)},
    "aws_instance": {
        ("instance_type",): ("t3.small", "t3.large", "m6i.large", "c6i.xlarge"),
        ("monitoring",): (True, False),
        ("associate_public_ip_address",): (True, False),
    },
    "aws_kms_key": {
        ("enable_key_rotation",): OFTEN,
        ("deletion_window_in_days",): (7, 14, 30),
    },
    "aws_lambda_function": {
        ("memory_size",): (128, 256, 512, 1024),
        ("runtime",): ("python3.12", "python3.8", "nodejs20.x", "nodejs14.x", "java21"),
    },
    "aws_lb": {
        ("internal",): (True, False),
        ("drop_invalid_header_fields",): OFTEN,
        ("enable_deletion_protection",): OFTEN,
    },
    "aws_s3_bucket": {("force_destroy",): SELDOM},
    "aws_s3_bucket_acl": {("acl",): ("private", "private", "log-delivery-write", "public-read")},
    "aws_s3_bucket_public_access_block": {
        ("block_public_acls",): OFTEN,
        ("block_public_policy",): OFTEN,
        ("ignore_public_acls",): OFTEN,
        ("restrict_public_buckets",): OFTEN,
    },
    "aws_secretsmanager_secret": {("recovery_window_in_days",): (0, 7, 30)},
    "aws_security_group_rule": {
        ("from_port", "to_port"): (22, 80, 443, 3306, 3389, 5432, 6379, 8080),
        ("cidr_blocks",): tuple([source] for source in SOURCES),
    },
    "aws_sqs_queue": {
        ("message_retention_seconds",): (60, 86400, 345600, 1209600),
        ("sqs_managed_sse_enabled",): OFTEN,
    },
    "aws_subnet": {
        ("map_public_ip_on_launch",): SELDOM,
        ("cidr_block",): tuple(f"10.20.{net}.0/24" for net in range(64)),
        ("availability_zone",): ("eu-west-1a", "eu-west-1b", "eu-west-1c"),
    },
    "aws_vpc_security_group_ingress_rule": {
        ("from_port", "to_port"): (22, 443, 3389, 5432),
        ("cidr_ipv4",): tuple(SOURCES),
    },
}

HOLE = re.compile(r'("zvary:[^"]*"|zstem|zkey)')
AS_TERRAFORM = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


@dataclass(frozen=True)
class Piece:
    """JSON text with holes: literals at even places, the names of holes at odd ones."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, value: object) -> Piece:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return cls(tuple(HOLE.split(text.translate(AS_TERRAFORM))))

    @property
    def per_instance(self) -> bool:
        return "zkey" in self.parts

    def fill(self, seed: int, stem: str, key: str) -> str:
        parts = list(self.parts)
        for place in range(1, len(parts), 2):
            hole = parts[place]
            if hole == "zstem":
                parts[place] = stem
            elif hole == "zkey":
                parts[place] = key
            else:
                parts[place] = chosen(hole, seed, stem, key)
        return "".join(parts)


def chosen(hole: str, seed: int, stem: str, key: str) -> str:
    """JSON of the value drawn for one hole: it depends on its names only, not on the order."""
    _, scope, kind, group, address = json.loads(hole).split(":")
    drawn = Random(f"{seed}/{stem}/{key if scope == 'each' else ''}/{address}/{group}")
    return json.dumps(drawn.choice(VARIED[kind][tuple(group.split("+"))]), separators=(",", ":"))


def vary(address: str, kind: str, values: dict[str, Any], expressions: dict[str, Any]) -> None:
    """Attributes of `VARIED` that this resource sets become holes, here and in `expressions`.

    A constant differs between stacks; what comes from `each` or a variable, between instances;
    what comes from anywhere else stays, or value and configuration would disagree.
    """
    for group in VARIED.get(kind, {}):
        for attribute in group:
            expression = expressions.get(attribute)
            if expression is None or values.get(attribute) is None:
                continue
            hole = f"{kind}:{'+'.join(group)}:{address}"
            if "constant_value" in expression:
                values[attribute] = f"zvary:stack:{hole}"
            elif all(
                name.startswith(("each.", "var.")) for name in expression.get("references", ())
            ):
                values[attribute] = f"zvary:each:{hole}"


def vary_constants(address: str, kind: str, expressions: dict[str, Any]) -> None:
    """The same holes in the configuration of a resource, where a constant stands."""
    for group in VARIED.get(kind, {}):
        for attribute in group:
            if "constant_value" in expressions.get(attribute, {}):
                hole = f"zvary:stack:{kind}:{'+'.join(group)}:{address}"
                expressions[attribute]["constant_value"] = hole


def module_path(address: str) -> str:
    """The name of the module call an address lies in, or nothing for the root."""
    return address.split(".")[1].partition("[")[0] if address.startswith("module.") else ""


def configured_name(resource: dict[str, Any]) -> str:
    """The address without any index: as `configuration` and the holes name it."""
    path = module_path(resource["address"])
    mode = "data." if resource["mode"] == "data" else ""
    return f"{path and f'module/{path}/'}{mode}{resource['type']}.{resource['name']}"


@dataclass(frozen=True)
class Shape:
    """One recorded plan, cut into pieces by section; each section keeps Terraform's order."""

    changes: dict[str, list[Piece]]
    values: dict[str, list[Piece]]
    modules: dict[str, list[Piece]]
    module_changes: list[Piece]
    prior: list[Piece]
    resources: dict[str, list[Piece]]
    calls: list[tuple[Piece, Piece]]
    outputs: dict[str, list[tuple[Piece, Piece]]]
    relevant: list[Piece]
    provider: Piece
    single: int
    repeated: int

    @classmethod
    def read(cls, folder: Path) -> Shape:
        plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
        root = plan["configuration"]["root_module"]
        planned = plan["planned_values"]["root_module"]
        open_holes(plan)
        managed = [c["address"] for c in plan["resource_changes"] if c["mode"] == "managed"]
        changes = [c for c in plan["resource_changes"] if not module_path(c["address"])]
        prior = plan.get("prior_state", {}).get("values", {}).get("root_module", {})
        return cls(
            changes=by_kind(changes),
            values=by_kind(planned["resources"]),
            modules={
                module["address"]: [Piece.of(resource) for resource in module["resources"]]
                for module in planned.get("child_modules", [])
            },
            module_changes=[
                Piece.of(c) for c in plan["resource_changes"] if module_path(c["address"])
            ],
            prior=[Piece.of(resource) for resource in prior.get("resources", [])],
            resources=by_kind(root["resources"]),
            calls=pairs(root.get("module_calls", {})),
            outputs={
                "planned": pairs(plan["planned_values"].get("outputs", {})),
                "changes": pairs(plan.get("output_changes", {})),
                "configured": pairs(root.get("outputs", {})),
            },
            relevant=[Piece.of(item) for item in plan.get("relevant_attributes", [])],
            provider=Piece.of(plan["configuration"]["provider_config"]),
            single=sum("zkey" not in address for address in managed),
            repeated=sum("zkey" in address for address in managed),
        )


def open_holes(plan: dict[str, Any]) -> None:
    """Every attribute that varies is a hole, the same one in all three sections of the plan."""
    root = plan["configuration"]["root_module"]
    configured = {configured_name(resource): resource for resource in root["resources"]}
    for name, call in root.get("module_calls", {}).items():
        for resource in call["module"]["resources"]:
            configured[f"module/{name}/{resource['address']}"] = resource
    planned = plan["planned_values"]["root_module"]
    modules = planned.get("child_modules", [])
    holders = [(change, change["change"]["after"]) for change in plan["resource_changes"]]
    inside = [item for module in modules for item in module["resources"]]
    holders += [(item, item.get("values", {})) for item in (*planned["resources"], *inside)]
    for resource, values in holders:
        name = configured_name(resource)
        vary(name, resource["type"], values, configured[name].get("expressions", {}))
    for name, resource in configured.items():
        vary_constants(name, resource["type"], resource.get("expressions", {}))


def by_kind(resources: Iterable[dict[str, Any]]) -> dict[str, list[Piece]]:
    """Pieces under their type; data sources under "data" and their type."""
    found: dict[str, list[Piece]] = {}
    for resource in resources:
        kind = ("data." if resource["mode"] == "data" else "") + resource["type"]
        found.setdefault(kind, []).append(Piece.of(resource))
    return found


def pairs(members: dict[str, Any]) -> list[tuple[Piece, Piece]]:
    return [(Piece.of(name), Piece.of(value)) for name, value in members.items()]
