"""Amazon ECR: where images come from, and whether one can trust them."""

from __future__ import annotations

from partywall.controls.control import CRITICAL, LOW, MEDIUM, control
from partywall.controls.outsiders import kept_at_home
from partywall.controls.questions import Questions
from partywall.estate.views.ecr import Repository
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.outsiders import Spoken
from partywall.estate.views.policy_document import document
from partywall.kernel.truth import no
from partywall.kernel.unknown import LEFT_TO_ACCOUNT
from partywall.kernel.verdict import Verdict, proved, proved_if, refuted
from partywall.line.layer import APPLICATION, DATA, IDENTITY, KEYS

CHANGES = ("ecr:PutImage", "ecr:SetRepositoryPolicy", "ecr:DeleteRepository",
           "ecr:BatchDeleteImage")  # fmt: skip


@control(
    "ecr-repository-scans-images",
    layer=APPLICATION,
    weight=MEDIUM,
    also_known_as=(
        "ECR.1",
        "CKV_AWS_163",
        "AVD-AWS-0030",
        "ecr_repositories_scan_images_on_push_enabled",
    ),
)
def repository_scans_images(repository: Repository) -> Verdict:
    """Every image is scanned for known flaws when it is pushed.

    What is in an image is the customer's to patch, and he must first know that there is a flaw.

    Fix: set ImageScanningConfiguration.ScanOnPush, or enhanced scanning for the registry.

    Undecided when it is not written: the registry's own scanning rules decide.

    Refuted by::

        ImageScanningConfiguration: {ScanOnPush: false}

    Proved by::

        ImageScanningConfiguration: {ScanOnPush: true}

    Undecided by::

        RepositoryName: web

    Source: ECR User Guide, "Scan images for software vulnerabilities in Amazon ECR"
    (not re-read).
    """
    scans = repository.at("ImageScanningConfiguration", "ScanOnPush").either(LEFT_TO_ACCOUNT)
    return proved_if(scans.is_true, scans, "images are not scanned")


@control(
    "ecr-repository-tags-immutable",
    layer=APPLICATION,
    weight=MEDIUM,
    also_known_as=("ECR.2", "CKV_AWS_51", "AVD-AWS-0031", "ecr_repositories_tag_immutability"),
)
def repository_tags_immutable(repository: Repository) -> Verdict:
    """A tag, once given, always names the same image.

    Otherwise whoever may push can put other code under the version that is deployed.

    Fix: set ImageTagMutability to IMMUTABLE.

    Undecided when the value is not known.

    Refuted by::

        RepositoryName: web

    Proved by::

        ImageTagMutability: IMMUTABLE

    Source: ECR User Guide, "Preventing image tags from being overwritten in Amazon ECR"
    (not re-read).
    """
    mutability = repository.at("ImageTagMutability")
    return proved_if(mutability.equals("IMMUTABLE"), mutability, "tags can be moved")


@control(
    "ecr-repository-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=("ECR.5", "CKV_AWS_136", "AVD-AWS-0033"),
)
def repository_uses_customer_key(repository: Repository) -> Verdict:
    """Images are encrypted with a key that the customer manages.

    Then it is your key policy that decides who can read them.

    Fix: set EncryptionConfiguration to KMS with a key of your own, when the repository is made.

    Undecided when the key is set elsewhere.

    Refuted by::

        EncryptionConfiguration: {EncryptionType: AES256}

    Proved by::

        Resources:
          Key: {Type: AWS::KMS::Key}
          Example:
            Type: AWS::ECR::Repository
            Properties:
              EncryptionConfiguration: {EncryptionType: KMS, KmsKey: !GetAtt Key.Arn}

    Source: ECR User Guide, "Encryption at rest" (not re-read).
    """
    written = repository.at("EncryptionConfiguration")
    uses_kms = written.at("EncryptionType").equals("KMS", "KMS_DSSE")
    key = is_customer_key(written.at("KmsKey"))
    return proved_if(uses_kms & key, written, "this key is not the customer's")


@control(
    "ecr-repository-lifecycle",
    layer=DATA,
    weight=LOW,
    also_known_as=("ECR.3", "ecr_repositories_lifecycle_policy_enabled"),
)
def repository_has_lifecycle(repository: Repository) -> Verdict:
    """Old images are removed by a rule.

    Images that nobody removes are images that nobody patches, and somebody still starts one.

    Fix: set LifecyclePolicy.

    Undecided when the value is not known.

    Refuted by::

        RepositoryName: web

    Proved by::

        LifecyclePolicy: {LifecyclePolicyText: "{}"}

    Source: Security Hub User Guide, "ECR.3" (not re-read).
    """
    policy = repository.at("LifecyclePolicy", "LifecyclePolicyText")
    return proved_if(policy.is_set, policy, "images are kept for ever")


@control(
    "ecr-repository-not-public",
    layer=IDENTITY,
    weight=CRITICAL,
    also_known_as=("CKV_AWS_32", "AVD-AWS-0032", "ecr_repositories_not_publicly_accessible"),
)
def repository_not_public(repository: Repository) -> Verdict:
    """The repository policy lets in nobody whom it does not name.

    Images hold your code, and often more; and who may push decides what you run.

    Fix: name the accounts or the organization that may pull.

    Undecided when the policy is not known.

    Refuted by::

        RepositoryPolicyText:
          Statement: [{Effect: Allow, Principal: "*", Action: "ecr:BatchGetImage"}]

    Proved by::

        RepositoryPolicyText:
          Statement:
            - Effect: Allow
              Principal: {AWS: "arn:aws:iam::111122223333:root"}
              Action: ecr:BatchGetImage

    Source: ECR User Guide, "Private repository policies in Amazon ECR" (not re-read).
    """
    written = repository.at("RepositoryPolicyText")
    statement, public = document(written).public_statement()
    if no(public):
        return proved(written, note="no statement lets the public in")
    return refuted(statement, "lets in callers whom nobody named")


@control("ecr-repository-pushed-at-home", layer=IDENTITY, weight=MEDIUM, through="access")
def repository_is_pushed_at_home(repository: Repository, ask: Questions) -> Verdict:
    """No other account can push images, delete the repository, or say who else may use it.

    Whoever pushes decides what you run.

    Fix: allow other accounts to pull, by ecr:BatchGetImage and ecr:GetDownloadUrlForLayer.

    Undecided when the policy is not known, when a condition decides, or when it is not known
    whether an account named is one's own.

    Proved by::

        RepositoryPolicyText:
          Statement:
            - Effect: Allow
              Principal: {AWS: "arn:aws:iam::444455556666:root"}
              Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]

    Undecided by::

        RepositoryPolicyText:
          Statement:
            - Effect: Allow
              Principal: {AWS: "arn:aws:iam::444455556666:role/build"}
              Action: ["ecr:InitiateLayerUpload", "ecr:PutImage"]

    Refuted by::

        RepositoryPolicyText:
          Statement: [{Effect: Allow, Principal: "*", Action: "ecr:*"}]

    Source: ECR User Guide, "Private repository policies in Amazon ECR" (not re-read).
    """
    policy = repository.at("RepositoryPolicyText")
    spoken = Spoken([policy] if policy.value is not None else [], repository)
    return kept_at_home(repository, spoken, ask, CHANGES, "can push images or let in others")
