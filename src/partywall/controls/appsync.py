"""AWS AppSync: who asks, how much, and what is seen of it."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.appsync import ApiCache, GraphQLApi
from partywall.kernel.truth import some
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import (
    APPLICATION,
    ENCRYPTION_IN_TRANSIT,
    IDENTITY,
    LOGGING,
)


@control(
    "appsync-api-logged",
    layer=LOGGING,
    weight=LOW,
    also_known_as=(
        "AppSync.2",
        "CKV_AWS_193",
        "CKV_AWS_194",
        "appsync_field_level_logging_enabled",
    ),
)
def api_is_logged(api: GraphQLApi) -> Verdict:
    """Errors of resolvers are logged.

    All queries go to one address; only the log tells which field failed, and for whom.

    Fix: set LogConfig with a role and FieldLogLevel ERROR or more.

    Undecided when the level is not known.

    Proved by::

        {LogConfig: {FieldLogLevel: ERROR, CloudWatchLogsRoleArn: "arn:aws:iam::1:role/l"}}

    Refuted by::

        {Name: shop}

    Source: AppSync Developer Guide, "Monitoring and logging" (not re-read).
    """
    level = api.at("LogConfig", "FieldLogLevel")
    logged = level.equals("ERROR", "ALL", "INFO", "DEBUG")
    return proved_if(logged, level, "errors are not logged")


@control(
    "appsync-api-no-shared-key",
    layer=IDENTITY,
    weight=MEDIUM,
    also_known_as=(
        "AppSync.5",
        "appsync_graphql_api_no_api_key_authentication",
    ),
)
def api_has_no_shared_key(api: GraphQLApi) -> Verdict:
    """No caller is let in by an API key alone.

    The key is in every copy of the client, and says nothing of who uses it.

    Fix: use AMAZON_COGNITO_USER_POOLS, AWS_IAM, OPENID_CONNECT or AWS_LAMBDA.

    Undecided when a way of signing in is not known.

    Proved by::

        {AuthenticationType: AWS_IAM}

    Refuted by::

        {AuthenticationType: API_KEY}

    Source: Security Hub User Guide, "AppSync.5" (not re-read).
    """
    way, found = some(api.ways_in, lambda one: one.equals("API_KEY"))
    if found:
        return refuted(way, "an API key is enough")
    return proved(*api.ways_in)


@control("appsync-query-depth-limited", layer=APPLICATION, weight=LOW)
def query_depth_is_limited(api: GraphQLApi) -> Verdict:
    """A query may nest only so deep.

    One request that asks for friends of friends of friends can keep every resolver busy.

    Fix: set QueryDepthLimit to what your clients need.

    Undecided when the value is not known.

    Proved by::

        {QueryDepthLimit: 6}

    Refuted by::

        {Name: shop}

    Source: AppSync API Reference, "CreateGraphqlApi" (not re-read).
    """
    limit = api.at("QueryDepthLimit")
    return proved_if(limit.at_least(1), limit, "queries may nest without limit")


@control(
    "appsync-cache-tls",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "AppSync.6",
        "CKV_AWS_215",
    ),
)
def cache_talks_tls(cache: ApiCache) -> Verdict:
    """AppSync talks to its cache over TLS.

    It can only be chosen when the cache is made.

    Fix: set TransitEncryptionEnabled to true.

    Undecided when the value is not known.

    Proved by::

        {TransitEncryptionEnabled: true}

    Refuted by::

        {Type: SMALL}

    Source: AppSync API Reference, "CreateApiCache" (not re-read).
    """
    encrypted = cache.at("TransitEncryptionEnabled")
    return proved_if(encrypted.is_true, encrypted, "the cache is reached in clear")
