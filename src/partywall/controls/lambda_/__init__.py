"""AWS Lambda: what remains the customer's when the servers are AWS's."""

from partywall.controls.lambda_.access import (
    function_not_public,
    permission_names_source,
    url_cors_named,
    url_needs_iam,
)
from partywall.controls.lambda_.code import code_signed, runtime_supported
from partywall.controls.lambda_.environment import (
    environment_uses_customer_key,
    environment_without_credentials,
)
from partywall.controls.lambda_.invocation import (
    concurrency_reserved,
    failures_kept,
    tracing_active,
)
from partywall.controls.lambda_.network import function_in_several_zones, function_is_in_vpc

__all__ = [
    "code_signed",
    "concurrency_reserved",
    "environment_uses_customer_key",
    "environment_without_credentials",
    "failures_kept",
    "function_in_several_zones",
    "function_is_in_vpc",
    "function_not_public",
    "permission_names_source",
    "runtime_supported",
    "tracing_active",
    "url_cors_named",
    "url_needs_iam",
]
