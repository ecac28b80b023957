"""The services that keep data in a Region, and their actions that write there.

Source: AWS Service Authorization Reference, as the catalogue of actions gives it (the access level
of each action); S3 User Guide, where a line says so.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from partywall.access.catalogue import actions

SERVICES: Final = (
    *("aoss", "backup", "cassandra", "dms", "docdb-elastic", "dynamodb", "ec2", "ecr"),
    *("elasticache", "elasticfilesystem", "es", "firehose", "fsx", "glacier", "kafka", "kinesis"),
    *("logs", "memorydb", "mq", "neptune-graph", "rds", "redshift", "redshift-serverless", "s3"),
    *("s3express", "s3tables", "s3vectors", "sagemaker", "secretsmanager", "sns", "sqs", "ssm"),
    *("storagegateway", "timestream"),
)
"""Prefixes of the services that keep data in a Region; Aurora, DocumentDB and Neptune are `rds`."""

ELSEWHERE: Final = "multiregionaccesspoint"
"""In the names of actions that are asked for in us-west-2, wherever the buckets are.

Source: S3 User Guide, "Using Multi-Region Access Points with supported API operations", read
2026-11-23.
"""


@cache
def writing(service: str) -> tuple[str, ...]:
    """The actions of a service that write, and are asked for in the Region that they write to."""
    return tuple(
        f"{service}:{one.name}"
        for name, one in sorted(actions(service).items())
        if "Write" in one.access_level and ELSEWHERE not in name
    )
