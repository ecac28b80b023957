"""What a domain writes down: its errors, and who did what."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.opensearchservice import Domain
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import LOGGING


@control(
    "opensearchservice-errors-logged",
    layer=LOGGING,
    weight=LOW,
    also_known_as=(
        "ES.4",
        "Opensearch.4",
        "CKV_AWS_84",
    ),
)
def errors_are_logged(domain: Domain) -> Verdict:
    """The domain's error log goes to CloudWatch Logs.

    It is the only place where failed queries and scripts are explained.

    Fix: set LogPublishingOptions.ES_APPLICATION_LOGS.

    Undecided when the option is not known.

    Proved by::

        LogPublishingOptions:
          ES_APPLICATION_LOGS: {CloudWatchLogsLogGroupArn: "arn:aws:logs:eu-west-1:1:log-group:s"}

    Refuted by::

        {EngineVersion: OpenSearch_2.17}

    Source: OpenSearch Service Developer Guide, "Monitoring OpenSearch logs" (not re-read).
    """
    options = domain.at("LogPublishingOptions", "ES_APPLICATION_LOGS")
    return proved_if(domain.logs("ES_APPLICATION_LOGS"), options, otherwise="no error log")


@control(
    "opensearchservice-access-audited",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=(
        "ES.5",
        "Opensearch.5",
        "CKV_AWS_317",
        "AVD-AWS-0042",
        "opensearch_service_domains_audit_logging_enabled",
    ),
)
def access_is_audited(domain: Domain) -> Verdict:
    """Sign-ins and reads of indexes are recorded in CloudWatch Logs.

    CloudTrail sees who changed the domain, not who read it.

    Fix: set LogPublishingOptions.AUDIT_LOGS, with fine-grained access control on.

    Undecided when the option is not known.

    Proved by::

        LogPublishingOptions:
          AUDIT_LOGS: {CloudWatchLogsLogGroupArn: "arn:aws:logs:eu-west-1:1:log-group:s"}

    Refuted by::

        LogPublishingOptions:
          AUDIT_LOGS: {CloudWatchLogsLogGroupArn: "arn:aws:logs:eu-west-1:1:x", Enabled: false}

    Source: OpenSearch Service Developer Guide, "Monitoring audit logs" (not re-read).
    """
    options = domain.at("LogPublishingOptions", "AUDIT_LOGS")
    return proved_if(domain.logs("AUDIT_LOGS"), options, otherwise="no audit log")
