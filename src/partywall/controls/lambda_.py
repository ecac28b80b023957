"""AWS Lambda: what remains the customer's when the servers are AWS's."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, LOW, MEDIUM, control
from partywall.controls.questions import Questions
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.lambda_ import Function, FunctionUrl, Permission
from partywall.estate.views.secrets import holds_credential, unshown, veiled
from partywall.kernel.ends import ends
from partywall.kernel.truth import no, some
from partywall.kernel.verdict import (
    Verdict,
    not_applicable,
    proved,
    proved_if,
    refuted,
    undecided,
)
from partywall.line.layer import (
    APPLICATION,
    CLIENT_SIDE,
    CREDENTIALS,
    IDENTITY,
    KEYS,
    MONITORING,
    NETWORK_CONFIGURATION,
    RESILIENCE,
    RUNTIME,
)


@control(
    "lambda-runtime-supported",
    layer=RUNTIME,
    weight=HIGH,
    also_known_as=("Lambda.2", "CKV_AWS_363", "awslambda_function_using_supported_runtimes"),
)
def runtime_supported(function: Function, ask: Questions) -> Verdict:
    """AWS still patches the runtime of the function.

    AWS patches a runtime until the day it announces; from then on the function runs with every
    flaw found since, and nobody tells you.

    Fix: move to a newer version of the language. A container image is the customer's to patch.

    Undecided when the runtime is not known, or the day its support ends is not in our table.

    Refuted by::

        Runtime: nodejs16.x

    Proved by::

        Runtime: python3.13

    Undecided by::

        Runtime: !Unknown known after apply

    Not applicable by::

        PackageType: Image

    Source: Lambda Developer Guide, "Lambda runtimes", read 2026-11-23 (its text; the table by
    way of cfn-lint, a linter of AWS).
    """
    runtime = function.at("Runtime")
    if function.is_image:
        return not_applicable(function.at("PackageType"), "an image brings its own runtime")
    name = runtime.text()
    if name is None:
        return not_applicable(runtime, "no runtime is named")
    end = ends("lambda-runtime").get(name)
    if end is None:
        return undecided(runtime.doubt(f"when support of {name} ends is not in our table"))
    return proved_if(no(ask.has_come(end, runtime)), runtime, f"support ended on {end}")


@control(
    "lambda-function-not-public",
    layer=IDENTITY,
    weight=CRITICAL,
    also_known_as=("Lambda.1", "CKV_AWS_301", "awslambda_function_not_publicly_accessible"),
)
def function_not_public(function: Function) -> Verdict:
    """The function's policy does not let everyone call it.

    Whoever calls acts with the rights of the function's role, and runs up its bill.

    Fix: name the principal; for a service name SourceArn or SourceAccount as well.

    Undecided when a permission may be meant for this function, or its principal is not known.

    Refuted by::

        Resources:
          Example: {Type: AWS::Lambda::Function}
          Open:
            Type: AWS::Lambda::Permission
            Properties:
              {FunctionName: !Ref Example, Action: "lambda:InvokeFunction", Principal: "*"}

    Proved by::

        Resources:
          Example: {Type: AWS::Lambda::Function}
          Bucket:
            Type: AWS::Lambda::Permission
            Properties:
              FunctionName: !Ref Example
              Action: "lambda:InvokeFunction"
              Principal: s3.amazonaws.com
              SourceAccount: "111122223333"

    Source: Security Hub User Guide, "Lambda.1" (not re-read).
    """
    permissions = function.permissions
    open_door, public = some(permissions, lambda one: one.is_public)
    if public:
        return refuted(open_door, "everyone may call it")
    return proved(*permissions or [unshown(function)], note="no permission is for everyone")


@control(
    "lambda-permission-names-source",
    layer=IDENTITY,
    weight=MEDIUM,
    also_known_as=("CKV_AWS_364", "AVD-AWS-0067"),
)
def permission_names_source(permission: Permission) -> Verdict:
    """A service may call the function only on behalf of a source that is named.

    Otherwise anybody can point his own bucket or topic at your function: the service calls it
    for him.

    Fix: set SourceArn, and SourceAccount where the ARN has no account.

    Undecided when the principal or the source is not known.

    Refuted by::

        {FunctionName: f, Action: "lambda:InvokeFunction", Principal: sns.amazonaws.com}

    Proved by::

        FunctionName: f
        Action: "lambda:InvokeFunction"
        Principal: sns.amazonaws.com
        SourceArn: arn:aws:sns:eu-west-1:111122223333:orders

    Not applicable by::

        {FunctionName: f, Action: "lambda:InvokeFunction", Principal: "111122223333"}

    Source: Lambda Developer Guide, "Granting Lambda function access to AWS services"
    (not re-read).
    """
    principal = permission.at("Principal")
    name = principal.text() or ""
    if not name.endswith((".amazonaws.com", ".amazonaws.com.cn")):
        return not_applicable(principal, "this is for no service")
    return proved_if(permission.names_source, principal, "whoever uses the service may call")


@control(
    "lambda-environment-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=(
        "CKV_AWS_173",
        "awslambda_function_env_vars_not_encrypted_with_cmk",
    ),
)
def environment_uses_customer_key(function: Function) -> Verdict:
    """The environment variables are encrypted with a key that the customer manages.

    Then reading them in the console takes the permission to use the key, too.

    Fix: set KmsKeyArn to a key of your own.

    Undecided when the key is set elsewhere.

    Refuted by::

        Environment: {Variables: {TABLE: orders}}

    Proved by::

        Resources:
          Key: {Type: AWS::KMS::Key}
          Example:
            Type: AWS::Lambda::Function
            Properties:
              {Environment: {Variables: {TABLE: orders}}, KmsKeyArn: !GetAtt Key.Arn}

    Not applicable by::

        Runtime: python3.13

    Source: Lambda Developer Guide, "Securing Lambda environment variables" (not re-read).
    """
    if no(function.has_variables):
        return not_applicable(function.at("Environment"), "it has no environment variables")
    key = function.at("KmsKeyArn")
    return proved_if(is_customer_key(key), key, "this key is not the customer's")


@control(
    "lambda-environment-without-credentials",
    layer=CREDENTIALS,
    weight=CRITICAL,
    also_known_as=("CKV_AWS_45", "awslambda_function_no_secrets_in_variables"),
)
def environment_without_credentials(function: Function) -> Verdict:
    """No environment variable of the function is a credential.

    Everyone who may read the function's configuration reads them, and many may.

    Fix: store the credential in Secrets Manager, pass its ARN, and fetch it when the function
    starts; then change it, for it has been seen.

    Undecided when a value is not known, or may be the name of a secret as well as a secret.

    Refuted by::

        Environment: {Variables: {DB_PASSWORD: correct-horse-battery}}

    Proved by::

        Environment:
          Variables:
            DB_SECRET_ARN: arn:aws:secretsmanager:eu-west-1:111122223333:secret:db

    Source: Lambda Developer Guide, "Securing Lambda environment variables" (not re-read).
    """
    leak, found = some(function.variables, lambda one: holds_credential(one.key, one))
    if found and leak is not None:
        return refuted(veiled(leak), "this looks like a credential")
    written = function.at("Environment", "Variables")
    return proved(unshown(written), note="none of them looks like a credential")


@control(
    "lambda-function-several-zones",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=("Lambda.5", "awslambda_function_vpc_multi_az"),
)
def function_in_several_zones(function: Function) -> Verdict:
    """A function in a VPC has subnets in at least two zones.

    With one subnet it stops when that zone does.

    Fix: name subnets of several zones in VpcConfig.SubnetIds.

    Undecided when it is not known how many subnets there are.

    Refuted by::

        VpcConfig: {SubnetIds: [subnet-1], SecurityGroupIds: [sg-1]}

    Proved by::

        VpcConfig: {SubnetIds: [subnet-1, subnet-2], SecurityGroupIds: [sg-1]}

    Not applicable by::

        Runtime: python3.13

    Source: Security Hub User Guide, "Lambda.5" (not re-read).
    """
    subnets = function.at("VpcConfig", "SubnetIds")
    how_many = subnets.items().count()
    if not how_many:
        return not_applicable(function.at("VpcConfig"), "it is in no VPC of the customer's")
    return proved_if(how_many >= 2, subnets, "one subnet only")


@control(
    "lambda-failures-kept",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=(
        "CKV_AWS_116",
        "awslambda_function_no_dead_letter_queue",
    ),
)
def failures_kept(function: Function) -> Verdict:
    """Events on which the function failed are kept, to be looked at and tried again.

    After the last try Lambda drops an asynchronous event, and nobody hears of it.

    Fix: set an on-failure destination, or DeadLetterConfig.

    Undecided when the value is not known.

    Refuted by::

        Runtime: python3.13

    Proved by::

        DeadLetterConfig: {TargetArn: "arn:aws:sqs:eu-west-1:111122223333:failed"}

    Source: Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations"
    (not re-read).
    """
    place, kept = some(function.failure_destinations, lambda one: one.is_set)
    if kept and place is not None:
        return proved(place)
    return refuted(function.at("DeadLetterConfig"), "failed events are dropped")


@control(
    "lambda-tracing-active",
    layer=MONITORING,
    weight=LOW,
    also_known_as=(
        "Lambda.7",
        "CKV_AWS_50",
        "AVD-AWS-0066",
        "AVD-AWS-0125",
    ),
)
def tracing_active(function: Function) -> Verdict:
    """X-Ray traces the function's calls.

    In a system of many functions only a trace shows which of them was slow or failed.

    Fix: set TracingConfig.Mode to Active.

    Undecided when the value is not known.

    Refuted by::

        TracingConfig: {Mode: PassThrough}

    Proved by::

        TracingConfig: {Mode: Active}

    Source: Lambda Developer Guide, "Visualize Lambda function invocations using AWS X-Ray"
    (not re-read).
    """
    mode = function.at("TracingConfig", "Mode")
    return proved_if(mode.equals("Active"), mode, "calls are not traced")


@control(
    "lambda-concurrency-reserved",
    layer=RESILIENCE,
    weight=LOW,
    also_known_as=("CKV_AWS_115",),
)
def concurrency_reserved(function: Function) -> Verdict:
    """The function has a share of the account's concurrency of its own, and no more.

    All functions of a Region draw on one pool: a flood of calls to one starves the others.

    Fix: set ReservedConcurrentExecutions.

    Undecided when the value is not known.

    Refuted by::

        Runtime: python3.13

    Proved by::

        ReservedConcurrentExecutions: 50

    Source: Lambda Developer Guide, "Configuring reserved concurrency for a function"
    (not re-read).
    """
    reserved = function.at("ReservedConcurrentExecutions")
    return proved_if(reserved.at_least(0), reserved, "it may use up what the others need")


@control(
    "lambda-code-signed",
    layer=APPLICATION,
    weight=LOW,
    also_known_as=("CKV_AWS_272",),
)
def code_signed(function: Function) -> Verdict:
    """Only code that a trusted signer has signed is accepted.

    Whoever gets into the pipeline could otherwise deploy what he likes.

    Fix: set CodeSigningConfigArn.

    Undecided when the value is not known.

    Refuted by::

        Runtime: python3.13

    Proved by::

        CodeSigningConfigArn: arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-0

    Not applicable by::

        PackageType: Image

    Source: Lambda Developer Guide, "Using code signing to verify code integrity with Lambda"
    (not re-read).
    """
    if function.is_image:
        return not_applicable(function.at("PackageType"), "images are signed by other means")
    config = function.at("CodeSigningConfigArn")
    return proved_if(config.is_set, config, "unsigned code is accepted")


@control(
    "lambda-url-needs-iam",
    layer=IDENTITY,
    weight=HIGH,
    also_known_as=("CKV_AWS_258", "awslambda_function_url_public"),
)
def url_needs_iam(url: FunctionUrl) -> Verdict:
    """The function's address answers only to signed requests of IAM principals.

    With NONE the whole Internet may call, and the function has to know whom it talks to.

    Fix: set AuthType to AWS_IAM, or put API Gateway or CloudFront with a web ACL before it.

    Undecided when the value is not known.

    Refuted by::

        {TargetFunctionArn: f, AuthType: NONE}

    Proved by::

        {TargetFunctionArn: f, AuthType: AWS_IAM}

    Source: Lambda Developer Guide, "Control access to Lambda function URLs" (not re-read).
    """
    kind = url.at("AuthType")
    return proved_if(kind.equals("AWS_IAM"), kind, "everyone may call")


@control(
    "lambda-url-cors-named",
    layer=CLIENT_SIDE,
    weight=MEDIUM,
    also_known_as=(
        "CKV2_AWS_75",
        "awslambda_function_url_cors_policy",
    ),
)
def url_cors_named(url: FunctionUrl) -> Verdict:
    """Only pages of named origins may call the function's address from a browser.

    A page that the user merely visits could otherwise call in the user's name, and read.

    Fix: list your own origins in Cors.AllowOrigins.

    Undecided when an origin is not known.

    Refuted by::

        {AuthType: AWS_IAM, Cors: {AllowOrigins: ["*"], AllowMethods: [GET]}}

    Proved by::

        {AuthType: AWS_IAM, Cors: {AllowOrigins: ["https://shop.example"], AllowMethods: [GET]}}

    Source: Lambda Developer Guide, "Creating and managing Lambda function URLs", section
    "Cross-origin resource sharing (CORS)" (not re-read).
    """
    origins = url.at("Cors", "AllowOrigins")
    anyone, found = some(origins.items(), lambda one: one.equals("*", "http://*", "https://*"))
    if found:
        return refuted(anyone, "pages of every origin may call")
    return proved(origins)


@control(
    "lambda-function-in-vpc",
    layer=NETWORK_CONFIGURATION,
    weight=LOW,
    also_known_as=("Lambda.3", "CKV_AWS_117", "awslambda_function_inside_vpc"),
)
def function_is_in_vpc(function: Function) -> Verdict:
    """What the function calls, it calls from a VPC of the customer's.

    There security groups, endpoint policies and flow logs hold for it, too. Outside it reaches
    the whole Internet, and nothing records what it says there.

    Fix: name subnets and a security group in VpcConfig.

    Undecided when the subnets are not known.

    Refuted by::

        {Runtime: python3.13}

    Proved by::

        {VpcConfig: {SubnetIds: [subnet-1, subnet-2], SecurityGroupIds: [sg-1]}}

    Source: Lambda Developer Guide, "Giving Lambda functions access to resources in an Amazon VPC"
    (not re-read).
    """
    subnets = function.at("VpcConfig", "SubnetIds")
    inside = some(subnets.items(), lambda one: one.is_set)[1]
    return proved_if(inside, subnets, "it runs outside of any VPC of the customer's")
