"""Who may call a function: by permission, and by its URL."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, HIGH, MEDIUM, control
from partywall.estate.views.lambda_ import Function, FunctionUrl, Permission
from partywall.estate.views.secrets import unshown
from partywall.kernel.truth import some
from partywall.kernel.verdict import Verdict, not_applicable, proved, proved_if, refuted
from partywall.line.layer import CLIENT_SIDE, IDENTITY


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
