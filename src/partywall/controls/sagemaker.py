"""Amazon SageMaker: notebooks, which are machines with a browser for a door."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, MEDIUM, control
from partywall.estate.views.kms import is_customer_key
from partywall.estate.views.sagemaker import Notebook
from partywall.kernel.truth import no
from partywall.kernel.unknown import Unknown
from partywall.kernel.verdict import Verdict, proved_if
from partywall.line.layer import CREDENTIALS, GUEST_OS, KEYS, NETWORK_CONFIGURATION

DEFAULT_VERSION = Unknown("depends on when the notebook was made")


@control(
    "sagemaker-notebook-no-direct-internet",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=(
        "SageMaker.1",
        "CKV_AWS_122",
        "sagemaker_notebook_instance_without_direct_internet_access_configured",
    ),
)
def notebook_without_direct_internet(notebook: Notebook) -> Verdict:
    """The notebook reaches the Internet only through the customer's own network.

    A notebook holds training data, and runs whatever package somebody installs; past your
    network nobody sees what it sends.

    Fix: set DirectInternetAccess to Disabled, with a SubnetId and SecurityGroupIds.

    Undecided when the value is not known.

    Refuted by::

        InstanceType: ml.t3.medium

    Proved by::

        {DirectInternetAccess: Disabled, SubnetId: subnet-1, SecurityGroupIds: [sg-1]}

    Source: Security Hub User Guide, "SageMaker.1" (not re-read).
    """
    access = notebook.at("DirectInternetAccess")
    return proved_if(access.equals("Disabled"), access, "it has a way past your network")


@control(
    "sagemaker-notebook-in-vpc",
    layer=NETWORK_CONFIGURATION,
    weight=MEDIUM,
    also_known_as=("SageMaker.2", "sagemaker_notebook_instance_vpc_settings_configured"),
)
def notebook_in_vpc(notebook: Notebook) -> Verdict:
    """The notebook stands in a subnet of the customer's.

    Fix: set SubnetId and SecurityGroupIds.

    Security groups, endpoints and flow logs then hold for it, too.

    Undecided when the value is not known.

    Refuted by::

        InstanceType: ml.t3.medium

    Proved by::

        SubnetId: subnet-1

    Source: Security Hub User Guide, "SageMaker.2" (not re-read).
    """
    subnet = notebook.at("SubnetId")
    return proved_if(subnet.is_set, subnet, "it stands in no network of yours")


@control(
    "sagemaker-notebook-no-root",
    layer=GUEST_OS,
    weight=MEDIUM,
    also_known_as=(
        "SageMaker.3",
        "CKV_AWS_307",
        "sagemaker_notebook_instance_root_access_disabled",
    ),
)
def notebook_without_root(notebook: Notebook) -> Verdict:
    """Users of the notebook are not root on it.

    Root can switch off what guards the machine, and read what other users left.

    Fix: set RootAccess to Disabled.

    Undecided when the value is not known.

    Refuted by::

        InstanceType: ml.t3.medium

    Proved by::

        RootAccess: Disabled

    Source: Security Hub User Guide, "SageMaker.3" (not re-read).
    """
    root = notebook.at("RootAccess")
    return proved_if(root.equals("Disabled"), root, "users are root")


@control(
    "sagemaker-notebook-customer-key",
    layer=KEYS,
    weight=LOW,
    also_known_as=(
        "CKV_AWS_22",
        "CKV_AWS_187",
        "sagemaker_notebook_instance_encryption_enabled",
    ),
)
def notebook_uses_customer_key(notebook: Notebook) -> Verdict:
    """The notebook's disk is encrypted with a key that the customer manages.

    Then the data on it is out of reach when the key is taken away.

    Fix: set KmsKeyId to a key of your own.

    Undecided when the key is set elsewhere.

    Refuted by::

        InstanceType: ml.t3.medium

    Proved by::

        Resources:
          Key: {Type: AWS::KMS::Key}
          Example:
            Type: AWS::SageMaker::NotebookInstance
            Properties: {KmsKeyId: !GetAtt Key.Arn}

    Source: SageMaker AI Developer Guide, "Protect data at rest using encryption" (not re-read).
    """
    key = notebook.at("KmsKeyId")
    return proved_if(is_customer_key(key), key, "this key is not the customer's")


@control(
    "sagemaker-notebook-metadata-needs-token",
    layer=CREDENTIALS,
    weight=MEDIUM,
    also_known_as=("CKV_AWS_371",),
)
def notebook_metadata_needs_token(notebook: Notebook) -> Verdict:
    """The notebook's metadata service answers only to a session token (IMDSv2).

    Any page or package that can make one request could otherwise read the role's credentials.

    Fix: set MinimumInstanceMetadataServiceVersion to 2.

    Undecided when it is not written: the default has changed with time.

    Refuted by::

        InstanceMetadataServiceConfiguration: {MinimumInstanceMetadataServiceVersion: "1"}

    Proved by::

        InstanceMetadataServiceConfiguration: {MinimumInstanceMetadataServiceVersion: "2"}

    Undecided by::

        InstanceMetadataServiceConfiguration:
          MinimumInstanceMetadataServiceVersion: !Unknown known after apply

    Source: CloudFormation Template Reference, "AWS::SageMaker::NotebookInstance" (not re-read).
    """
    version = notebook.at(
        "InstanceMetadataServiceConfiguration", "MinimumInstanceMetadataServiceVersion"
    ).either(DEFAULT_VERSION)
    return proved_if(no(version.equals("1")), version, "version 1 is answered, too")
