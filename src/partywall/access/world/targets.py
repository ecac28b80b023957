"""What a question is about: a resource of the estate, or one that only its ARN is known of.

A question may name a resource by its ARN, its address or its name. An object belongs to its
bucket and an index to its table: the policy that counts is that of the longest ARN which the
asked one goes on from. The ARN may be a pattern, as long as it stays within one resource.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from partywall.access.catalogue import find
from partywall.access.language.records import Statement
from partywall.access.patterns import compile_resource, parse_pattern
from partywall.access.rules import solid
from partywall.access.world.arns import Named, arn_of, words_of
from partywall.access.world.documents import Documents
from partywall.access.world.functions import FUNCTION, qualified
from partywall.access.world.guards import GUARDED
from partywall.access.world.unread import not_read
from partywall.estate.resource import Resource
from partywall.kernel.arn import parse_arn
from partywall.kernel.errors import QuestionError

HAVE_POLICIES: Final = frozenset(
    {
        "acm-pca", "aps", "backup", "bedrock", "bedrock-agentcore", "cloudtrail", "codeartifact",
        "codebuild", "comprehend", "dsql", "dynamodb", "ecr", "ecr-public", "elasticfilesystem",
        "es", "events", "execute-api", "glacier", "glue", "kafka", "kinesis", "kms", "lambda",
        "lex", "logs", "mediapackagev2", "mediastore", "mediatailor", "network-firewall", "oam",
        "omics", "osis", "payment-cryptography", "ram", "redshift", "redshift-serverless",
        "rekognition", "route53resolver", "rum", "s3", "s3-object-lambda", "s3-outposts",
        "s3express", "s3tables", "s3vectors", "sagemaker", "schemas", "secretsmanager", "ses",
        "signer", "sms-voice", "sns", "sqs", "ssm", "ssm-contacts", "ssm-incidents", "vpc-lattice",
        "xray",
    }
)  # fmt: skip
"""Service prefixes whose resources may have a policy of their own; roles have one, too.

Source: IAM User Guide, "AWS services that work with IAM", column "Resource-based policies" (not
re-read); the types of CloudFormation's schemas that have a resource policy, read 2026-11-23.
"""

OBJECTS: Final = "/*"

GOES_ON: Final = {
    "dynamodb": "/", "es": "/", "execute-api": "/", "kinesis": "/", "lambda": ":", "logs": ":",
    "s3": "/",
}  # fmt: skip
"""Services whose resources have others inside, under the same policy, and what parts them."""


class Target(Struct, frozen=True):
    """The resource of a request. `unseen` says whose policy is not in the input, or is empty."""

    named: Named
    resource: Resource | None = None
    documents: Documents | None = None
    owner: str = ""
    unseen: str = ""

    @property
    def text(self) -> str:
        """The ARN, with stand-ins."""
        return self.named.text

    @property
    def is_own(self) -> bool:
        """Whether it is the resource of the estate itself, and not something inside it."""
        return self.resource is not None


class Targets:
    """The resources of the estates, found by what a question calls them."""

    def __init__(self, estates: list[Documents]) -> None:
        self.estates = estates
        self.by_arn: dict[str, tuple[Resource, Named, Documents]] = {}
        self.by_word: dict[str, list[str]] = {}
        self.twice: set[str] = set()
        for documents in estates:
            for resource in documents.estate.resources:
                named = arn_of(resource, documents.home)
                if named is not None:
                    if named.text in self.by_arn:
                        self.twice.add(named.text)
                    self.by_arn[named.text] = (resource, named, documents)
                    for word in words_of(resource):
                        arns = self.by_word.setdefault(word, [])
                        if named.text not in arns:
                            arns.append(named.text)

    def find(self, text: str, action: str = "") -> Target:
        """What a question names. Raises QuestionError for what is not there or not one thing."""
        if text == "*":
            return Target(Named("*"))
        if parse_arn(text) is not None:
            return self._by_arn(text)
        found = self.by_word.get(text, [])
        kind = action.partition(":")[0].lower()
        fitting = [one for one in found if one.split(":", 3)[2] == kind] or found
        if len(fitting) == 1:
            return self._whole(fitting[0], action)
        if fitting:
            raise QuestionError(f"{text} may be {' or '.join(sorted(fitting))}; give the ARN")
        close = difflib.get_close_matches(text, sorted(self.by_word), 3, 0.6)
        raise QuestionError(f"the input has no resource {text}", tuple(close))

    def guarded(self) -> Iterator[Target]:
        """Every resource that may have a policy of its own, in the order of the ARNs."""
        for text in sorted(self.by_arn):
            resource, named, documents = self.by_arn[text]
            if resource.type in GUARDED or any(not_read(resource, documents.estate)):
                yield self._of(resource, named, documents, text)

    def same(self, arn: str) -> Target | None:
        """The resource that has this ARN, or None."""
        found = self.by_arn.get(arn)
        return None if found is None else self._of(*found, arn)

    def of_resource(self, target: Target, action: str) -> Target:
        """The resource of the estate itself, or all that is in it when the action is about that."""
        return self._whole(target.text, action)

    def asked_about(
        self, target: Target, action: str, statements: Iterable[Statement]
    ) -> tuple[Target, ...]:
        """What an action is about at a resource of the estate, as statements speak of it: the
        resource, or all that is in it; and the versions of a function that any of them names."""
        whole = self._whole(target.text, action)
        if whole.resource is None or whole.resource.type != FUNCTION:
            return (whole,)
        return (whole, *[replace(whole, named=one) for one in qualified(whole.named, statements)])

    def _whole(self, arn: str, action: str) -> Target:
        resource, named, documents = self.by_arn[arn]
        inside = _inside(resource.type, action)
        if inside:
            shape = f"{named.shape}{inside}" if named.shape else ""
            named = Named(f"{named.text}{inside}", shape)
        return self._of(resource, named, documents, arn)

    def _of(self, resource: Resource, named: Named, documents: Documents, arn: str) -> Target:
        unseen = (
            f"which policy {arn} has, described twice in the input" if arn in self.twice else ""
        )
        return Target(named, resource, documents, _owner(arn, documents), unseen)

    def _by_arn(self, text: str) -> Target:
        holder = self._holder(text)
        if holder is not None:
            resource, named, documents = holder
            rest = text.removeprefix(named.text)
            shape = f"{named.shape}{rest}" if named.shape else ""
            return self._of(resource, Named(text, shape), documents, named.text)
        fitting = self._fitting(text)
        if fitting is not None:
            resource, named, documents = fitting
            return self._of(resource, named, documents, named.text)
        self._reject_several(text)
        return Target(Named(text), owner=self._account_of(text), unseen=_unseen(text))

    def _holder(self, text: str) -> tuple[Resource, Named, Documents] | None:
        """The resource whose ARN this is, or goes on from."""
        head = text[: min((text.find(one) % (len(text) + 1) for one in "*?"), default=len(text))]
        if head == text and text in self.by_arn:
            return self.by_arn[text]
        between = GOES_ON.get(text.split(":", 3)[2], "")
        while between and between in head:
            head = head[: head.rfind(between)]
            found = self.by_arn.get(head)
            if found is not None:
                return found
        return None

    def _fitting(self, text: str) -> tuple[Resource, Named, Documents] | None:
        """The one resource whose account or Region is not known, and that may be this one."""
        service = text.split(":", 3)[2]
        found = [
            one
            for arn, one in self.by_arn.items()
            if one[1].shape and arn.split(":", 3)[2] == service
            if "*" not in one[1].shape.split(":", 5)[5]
            if compile_resource(solid(parse_pattern(one[1].shape))).matches(text)
        ]
        return found[0] if len(found) == 1 else None

    def _reject_several(self, text: str) -> None:
        """A pattern that goes over several resources has no one policy to be held against."""
        if "*" not in text and "?" not in text:
            return
        pattern = compile_resource(solid(parse_pattern(text)))
        found = [
            arn
            for arn, (resource, _, _) in self.by_arn.items()
            if resource.type in GUARDED and pattern.matches(arn) is not False
        ]
        if found:
            listed = ", ".join(sorted(found)[:3])
            raise QuestionError(
                f"{text} goes over several resources, each with a policy of its own ({listed});"
                " ask for one of them"
            )

    def _account_of(self, text: str) -> str:
        arn = parse_arn(text)
        if arn is not None and arn.account.isdigit():
            return arn.account
        return self.estates[0].home.account if self.estates else ""


def _inside(kind: str, action: str) -> str:
    """What the ARN of a resource goes on with in requests about what is in it.

    A log group's ARN ends in `:*` in permissions. Source: Amazon CloudWatch Logs User Guide,
    "Overview of managing access permissions to your CloudWatch Logs resources" (not re-read).
    """
    found = find(action)
    if found is None:
        return ""
    kinds = {one.name for one in found.resource_types}
    if kind == "AWS::S3::Bucket" and "object" in kinds and "bucket" not in kinds:
        return OBJECTS
    if kind == "AWS::Logs::LogGroup" and kinds & {"log-group", "log-stream"}:
        return ":*" if "log-group" in kinds else ":log-stream:*"
    return ""


def _owner(text: str, documents: Documents) -> str:
    """The account that owns it, or the stand-in for that account."""
    arn = parse_arn(text)
    if arn is not None and arn.account not in ("", "aws"):
        return arn.account
    return documents.home.account or "<account>"


def _unseen(text: str) -> str:
    """Whose policy is not in the input, when it may have one."""
    arn = parse_arn(text)
    if arn is None:
        return ""
    is_role = arn.service == "iam" and arn.resource.startswith("role/")
    if arn.service in HAVE_POLICIES or is_role:
        return f"the policy of {text}, which is not in the input"
    return ""
