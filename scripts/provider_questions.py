"""One question to the provider: a resource with as little configured as it can be planned with.

`scripts/read_provider_defaults.py` asks them. Every argument is set to something that is not known
before apply, so no validation can object to its value; when the provider wants more arguments, or
fewer, its message says which, and the question is repaired.
"""

from __future__ import annotations

import re
from typing import Any

from partywall.sources.terraform_hcl.provider.schema import TypeSchema, schema_of

LATER = "${jsondecode(terraform_data.later.id)}"
"""A value that is not known before apply, of any type."""

MOST_REPAIRS = 12
"""After so many attempts a configuration that the provider refuses is given up."""

SAID: dict[str, dict[str, Any]] = {
    "aws_api_gateway_authorizer": {"authorizer_uri": "arn:aws:apigateway:eu-west-1:lambda:path/f"},
    "aws_api_gateway_domain_name": {"endpoint_configuration.types": ["REGIONAL"]},
    "aws_api_gateway_rest_api": {"endpoint_configuration.types": ["REGIONAL"]},
    "aws_dynamodb_table": {
        "attribute": {"name": "k", "type": "S"},
        "global_secondary_index.hash_key": "k",
        "global_secondary_index.read_capacity": 1,
        "global_secondary_index.write_capacity": 1,
        "hash_key": "k",
        "local_secondary_index.range_key": "k",
        "read_capacity": 1,
        "write_capacity": 1,
    },
    "aws_dynamodb_table.on_demand_throughput": {"billing_mode": "PAY_PER_REQUEST"},
    "aws_fsx_lustre_file_system": {"deployment_type": "PERSISTENT_2"},
    "aws_kinesis_firehose_delivery_stream": {
        "destination": "extended_s3",
        "extended_s3_configuration": {"bucket_arn": LATER, "role_arn": LATER},
    },
    **{
        f"aws_kinesis_firehose_delivery_stream.{kind}_configuration": {"destination": kind}
        for kind in (
            "elasticsearch",
            "extended_s3",
            "http_endpoint",
            "iceberg",
            "opensearch",
            "opensearchserverless",
            "redshift",
            "snowflake",
            "splunk",
        )
    },
    "aws_kinesis_stream": {"shard_count": 1},
    "aws_lambda_function": {"handler": "main.handler", "runtime": "python3.12"},
    **{
        f"{name}.{action}.{kind}": {f"{action}.type": kind.partition(".")[0].replace("_", "-")}
        for name, action in (
            ("aws_alb_listener", "default_action"),
            ("aws_alb_listener_rule", "action"),
            ("aws_lb_listener", "default_action"),
            ("aws_lb_listener_rule", "action"),
        )
        for kind in (
            "authenticate_cognito",
            "authenticate_oidc",
            "fixed_response",
            "forward",
            "redirect",
        )
    },
}
"""Where the provider insists on knowing a value: by type, or by type and a path to ask about."""

Json = dict[str, Any]
Path_ = tuple[str, ...]


class Question:
    """One resource to plan: a type with its required arguments, and the blocks on one path.

    `more` are arguments and blocks that the provider asked for on top, `less` those that it did not
    want. `left_out` is None in the first plan; in the second every optional argument is set but
    those.
    """

    def __init__(self, type: str, path: Path_, left_out: frozenset[str] | None = None) -> None:
        self.type = type
        self.path = path
        self.left_out = left_out
        self.more: set[Path_] = set()
        self.less: set[Path_] = set()
        self.repairs = 0
        labels = (".".join((type, *path[:n])) for n in range(len(path), -1, -1))
        self.said = next((SAID[label] for label in labels if label in SAID), {})

    def again(self, left_out: frozenset[str]) -> Question:
        """The same with all other optional arguments set."""
        other = Question(self.type, self.path, left_out)
        other.more |= self.more
        other.less |= self.less
        return other

    @property
    def label(self) -> str:
        return ".".join((self.type, *self.path))

    def configuration(self) -> Json:
        """The arguments, as in a `.tf.json` file."""
        found = schema_of(self.type)
        assert found is not None
        return self._body(found, ())

    def _body(self, schema: TypeSchema, at: Path_) -> Json:
        said = self.said
        made: Json = {
            name: said.get(".".join((*at, name)), LATER)
            for name, one in schema.attributes.items()
            if one.required or (one.optional and self._wants((*at, name)))
        }
        for name, block in schema.blocks.items():
            path = (*at, name)
            if ".".join(path) in said:
                made[name] = [said[".".join(path)]]
            elif block.min_items or path in self.more or self.path[: len(path)] == path:
                body = self._body(block.body, path)
                made[name] = body if block.nesting == "single" else [body] * max(1, block.min_items)
        return made

    def _wants(self, path: Path_) -> bool:
        if path in self.more or ".".join(path) in self.said:
            return True
        if self.left_out is None or path in self.less or path[-1] in ("id", "tags_all"):
            return False
        here = path[:-1] == self.path
        return (here or len(path) == 1) and not (here and path[-1] in self.left_out)

    def repair(self, message: str) -> bool:
        """Do what the message asks for. False when it is not understood, or was in vain."""
        self.repairs += 1
        if self.repairs > MOST_REPAIRS:
            return False
        unwanted = [path for path in self._named(CONFLICT, message) if self._may_drop(path)]
        if self.left_out is not None:
            together = self._named(ALL_OF, message)
            unwanted += [path for path in together if self._wants(path) and path not in self.more]
        if unwanted:
            self.less.update(unwanted)
            self.more.difference_update(unwanted)
            return True
        for pattern in (ALL_OF, ONE_OF):
            options = [path for path in self._named(pattern, message) if path not in self.less]
            options.sort(key=self._is_block)
            wanted = options[:1] if pattern is ONE_OF else options
            added = {path[:n] for path in wanted for n in range(1, len(path) + 1)} - self.more
            if added:
                self.more |= added
                return True
        return False

    def _may_drop(self, path: Path_) -> bool:
        return path not in self.less and self.path[: len(path)] != path

    def _is_block(self, path: Path_) -> bool:
        return self.find(path)[1]

    def find(self, path: Path_) -> tuple[bool, bool]:
        """Whether the provider has an argument or block of that path, and whether it is a block."""
        schema = schema_of(self.type)
        for name in path[:-1]:
            if schema is None or name not in schema.blocks:
                return False, False
            schema = schema.blocks[name].body
        assert schema is not None
        return path[-1] in schema.attributes or path[-1] in schema.blocks, path[-1] in schema.blocks

    def _named(self, pattern: re.Pattern[str], message: str) -> list[Path_]:
        """The arguments that a message mentions where the pattern says, as paths."""
        found = []
        for match in pattern.finditer(message):
            for text in re.split(r"[,\s]+", next(filter(None, match.groups()))):
                steps = tuple(re.sub(r"\[.*?\]|\.\d+|\w+\.<\.", "", text).strip('."[]`').split("."))
                for path in (steps, (*self.path, *steps), (*self.path[:-1], *steps)):
                    if self.find(path)[0]:
                        found.append(path)
                        break
        return list(dict.fromkeys(found))


CONFLICT = re.compile(
    r'"([\w.]+)": conflicts with'
    r'|Attribute "?([\w.\[\]]+)"? cannot be specified when'
    r"|only one of `([^`]+)` can be specified"
    r"|is required when (\w+) is set"
)
ALL_OF = re.compile(
    r"all of `([^`]+)` must be specified"
    r"|Block ([\w.\[\]]+) must have a configuration value"
    r'|[Aa]ttribute "?([\w.\[\]]+)"? must be specified when'
)
ONE_OF = re.compile(
    r"one of `([^`]+)` must be specified"
    r"|(?:one|One) of these attributes must be configured: \[([^\]]+)\]"
    r"|No attribute specified when one \(and only one\) of \[(.+?)\] is required"
    r"|At least one attribute out of \[(.+?)\] must be specified"
)
