"""Amazon API Gateway's REST APIs: who calls, over what, and what is seen of it."""

from __future__ import annotations

from partywall.controls.control import LOW, MEDIUM, control
from partywall.estate.views.apigateway import DomainName, Method, Stage, WebAclAssociation
from partywall.kernel.truth import no, some
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import (
    DATA,
    ENCRYPTION_AT_REST,
    ENCRYPTION_IN_TRANSIT,
    IDENTITY,
    LOGGING,
    MONITORING,
    NETWORK_CONFIGURATION,
)


@control(
    "apigateway-stage-access-logged",
    layer=LOGGING,
    weight=MEDIUM,
    also_known_as=(
        "CKV_AWS_76",
        "AVD-AWS-0001",
        "AVD-AWS-0113",
    ),
)
def stage_access_is_logged(stage: Stage) -> Verdict:
    """Every request to the stage leaves a line in an access log.

    Who called, from where and with what result is asked after each incident.

    Fix: set AccessLogSetting with a DestinationArn and a Format.

    Undecided when the setting is not known.

    Proved by::

        {AccessLogSetting: {DestinationArn: "arn:aws:logs:eu-west-1:1:log-group:api"}}

    Refuted by::

        {StageName: prod}

    Source: API Gateway Developer Guide, "Set up CloudWatch logging for REST APIs" (not re-read).
    """
    destination = stage.at("AccessLogSetting", "DestinationArn")
    return proved_if(destination.is_filled, destination, "no access log")


@control(
    "apigateway-stage-execution-logged",
    layer=LOGGING,
    weight=LOW,
    also_known_as=(
        "APIGateway.1",
        "CKV2_AWS_4",
        "apigateway_restapi_logging_enabled",
    ),
)
def stage_execution_is_logged(stage: Stage) -> Verdict:
    """Errors of all methods are logged, with the step at which they arose.

    Refused authorizations and failed integrations show up nowhere else.

    Fix: add a MethodSettings entry for /* and * with LoggingLevel ERROR.

    Undecided when a setting is not known.

    Proved by::

        {MethodSettings: [{ResourcePath: "/*", HttpMethod: "*", LoggingLevel: ERROR}]}

    Refuted by::

        {MethodSettings: [{ResourcePath: "/*", HttpMethod: "*", LoggingLevel: "OFF"}]}

    Source: API Gateway Developer Guide, "Set up CloudWatch logging for REST APIs" (not re-read).
    """
    return proved_if(stage.logs_execution, stage.settings, "execution is not logged")


@control(
    "apigateway-stage-traced",
    layer=MONITORING,
    weight=LOW,
    also_known_as=(
        "APIGateway.3",
        "CKV_AWS_73",
        "AVD-AWS-0003",
        "AVD-AWS-0111",
        "apigateway_restapi_tracing_enabled",
    ),
)
def stage_is_traced(stage: Stage) -> Verdict:
    """X-Ray follows requests through the stage.

    A slow or failing request is seen where it fails, not only where it came in.

    Fix: set TracingEnabled to true.

    Undecided when the value is not known.

    Proved by::

        {TracingEnabled: true}

    Refuted by::

        {StageName: prod}

    Source: API Gateway Developer Guide, "Tracing user requests to REST APIs using X-Ray" (not
    re-read).
    """
    traced = stage.at("TracingEnabled")
    return proved_if(traced.is_true, traced, "tracing is off")


@control(
    "apigateway-stage-cache-encrypted",
    layer=ENCRYPTION_AT_REST,
    weight=MEDIUM,
    also_known_as=(
        "APIGateway.5",
        "CKV_AWS_308",
        "AVD-AWS-0002",
        "apigateway_restapi_cache_encrypted",
    ),
)
def cache_is_encrypted(stage: Stage) -> Verdict:
    """Responses that the stage caches are encrypted.

    A cache holds other people's answers for minutes and more.

    Fix: set CacheDataEncrypted to true in the MethodSettings entry for /* and *.

    Undecided when a setting is not known.

    Proved by::

        CacheClusterEnabled: true
        MethodSettings:
          - {ResourcePath: "/*", HttpMethod: "*", CachingEnabled: true, CacheDataEncrypted: true}

    Refuted by::

        CacheClusterEnabled: true
        MethodSettings: [{ResourcePath: "/*", HttpMethod: "*", CachingEnabled: true}]

    Not applicable by::

        {StageName: prod}

    Source: API Gateway Developer Guide, "Cache settings for REST APIs" (not re-read).
    """
    if no(stage.caches):
        return not_applicable(stage.at("CacheClusterEnabled"), "the stage has no cache")
    return proved_if(stage.encrypts_cache, stage.settings, "cached responses are not encrypted")


@control(
    "apigateway-stage-client-certificate",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=LOW,
    also_known_as=(
        "APIGateway.2",
        "CKV2_AWS_51",
        "apigateway_restapi_client_certificate_enabled",
    ),
)
def stage_shows_certificate(stage: Stage) -> Verdict:
    """The stage shows a certificate to the server behind it.

    The server can then tell requests of your gateway from those of anybody else.

    Fix: make an AWS::ApiGateway::ClientCertificate and name it in ClientCertificateId.

    Undecided when it is not known whether one is set.

    Proved by::

        {ClientCertificateId: abc123}

    Refuted by::

        {StageName: prod}

    Source: API Gateway Developer Guide, "Generate and configure an SSL certificate for backend
    authentication" (not re-read).
    """
    certificate = stage.at("ClientCertificateId")
    return proved_if(certificate.is_filled, certificate, "no client certificate")


@control(
    "apigateway-stage-firewalled",
    layer=NETWORK_CONFIGURATION,
    weight=LOW,
    also_known_as=(
        "APIGateway.4",
        "CKV2_AWS_29",
        "apigateway_restapi_waf_acl_attached",
    ),
)
def stage_is_firewalled(stage: Stage) -> Verdict:
    """A web access control list filters requests to the stage.

    It turns away known attacks and floods before your code sees them.

    Fix: add an AWS::WAFv2::WebACLAssociation for the stage.

    Undecided when an association may be another stage's.

    Proved by::

        Resources:
          Example: {Type: "AWS::ApiGateway::Stage", Properties: {StageName: prod}}
          Waf: {Type: "AWS::WAFv2::WebACLAssociation", Properties: {ResourceArn: !Ref Example}}

    Refuted by::

        {StageName: prod}

    Source: API Gateway Developer Guide, "Use AWS WAF to protect your REST APIs" (not re-read).
    """
    associations = stage.companions(WebAclAssociation)
    if associations:
        return proved(*associations)
    return refuted(stage.at("StageName"), "no web ACL is associated")


@control(
    "apigateway-method-authorized",
    layer=IDENTITY,
    weight=MEDIUM,
    also_known_as=(
        "CKV_AWS_59",
        "CKV2_AWS_70",
        "AVD-AWS-0004",
        "apigateway_restapi_authorizers_enabled",
    ),
)
def method_is_authorized(method: Method) -> Verdict:
    """Callers of the method must show who they are.

    Without an authorizer whoever finds the address may call it.

    Fix: set AuthorizationType to AWS_IAM, COGNITO_USER_POOLS or CUSTOM.

    Undecided when type or method is not known.

    Proved by::

        {HttpMethod: GET, AuthorizationType: AWS_IAM}

    Refuted by::

        {HttpMethod: GET, AuthorizationType: NONE}

    Not applicable by::

        {HttpMethod: OPTIONS, AuthorizationType: NONE}

    Source: API Gateway Developer Guide, "Control and manage access to REST APIs" (not re-read).
    """
    verb, kind = method.at("HttpMethod"), method.at("AuthorizationType")
    if verb.equals("OPTIONS"):
        return not_applicable(verb, "browsers ask OPTIONS before they sign in")
    return proved_if(no(kind.either("NONE").equals("NONE")), kind, "anybody may call the method")


@control(
    "apigateway-domain-tls-current",
    layer=ENCRYPTION_IN_TRANSIT,
    weight=MEDIUM,
    also_known_as=(
        "CKV_AWS_206",
        "AVD-AWS-0005",
        "AVD-AWS-0112",
    ),
)
def domain_tls_is_current(domain: DomainName) -> Verdict:
    """The domain refuses TLS 1.0 and 1.1.

    Both versions are retired: their weaknesses are known and their ciphers old.

    Fix: set SecurityPolicy to TLS_1_2 or a newer policy.

    Undecided when none is named, or one that we do not know.

    Proved by::

        {DomainName: api.example.com, SecurityPolicy: TLS_1_2}

    Proved by::

        {DomainName: api.example.com, SecurityPolicy: SecurityPolicy_TLS13_1_2_2021_06}

    Refuted by::

        {DomainName: api.example.com, SecurityPolicy: TLS_1_0}

    Source: API Gateway Developer Guide, "Choose a security policy for your REST API custom
    domain" (not re-read).
    """
    policy = domain.at("SecurityPolicy")
    if policy.equals("TLS_1_0"):
        return refuted(policy, "TLS 1.0 is accepted")
    current = policy.equals("TLS_1_2") | policy.matches("SecurityPolicy_TLS1[23]_")
    unlisted = policy.doubt("the default, or a policy that is not in our table")
    return proved_if(current | unlisted, policy, "TLS 1.0 is accepted")


@control(
    "apigateway-stage-bodies-not-logged",
    layer=DATA,
    weight=MEDIUM,
    also_known_as=("CKV_AWS_276",),
)
def stage_logs_no_bodies(stage: Stage) -> Verdict:
    """Requests and answers are not written to the log in full.

    Data tracing logs headers and bodies, with the tokens and personal data that are in them.

    Fix: remove DataTraceEnabled from MethodSettings, or set it to false.

    Undecided when a setting is not known.

    Proved by::

        MethodSettings: [{ResourcePath: "/*", HttpMethod: "*", LoggingLevel: ERROR}]

    Refuted by::

        MethodSettings: [{ResourcePath: "/*", HttpMethod: "*", DataTraceEnabled: true}]

    Source: API Gateway API Reference, "MethodSetting" (not re-read).
    """
    settings = stage.settings
    setting, found = some(settings.items(), lambda one: one.at("DataTraceEnabled").is_true)
    if found and setting is not None:
        return refuted(setting.at("DataTraceEnabled"), "bodies of requests are logged")
    return proved(settings)
