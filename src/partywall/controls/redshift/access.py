"""Who gets to a cluster: from which network, by which name and password."""

from __future__ import annotations

from typing import Final

from partywall.controls.control import CRITICAL, HIGH, LOW, control
from partywall.controls.openings import closed_to_internet, opening
from partywall.controls.questions import Questions
from partywall.estate.views.redshift import AGE, Cluster
from partywall.estate.views.secrets import unshown
from partywall.estate.views.secretsmanager import is_written_out
from partywall.kernel.truth import no
from partywall.kernel.values import as_number
from partywall.kernel.verdict import Verdict, proved, proved_if
from partywall.line.layer import CREDENTIALS, NETWORK_CONFIGURATION

PORT: Final = 5439
"""The port that a cluster listens on when none is written.

Source: Redshift API Reference, "CreateCluster", read 2026-11-23.
"""


@control(
    "redshift-cluster-not-public",
    layer=NETWORK_CONFIGURATION,
    weight=HIGH,
    also_known_as=("Redshift.1", "CKV_AWS_87", "redshift_cluster_public_access"),
)
def cluster_is_not_public(cluster: Cluster, ask: Questions) -> Verdict:
    """The cluster has no public address.

    A warehouse holds everything at once; the Internet has no business at its door.

    Fix: set PubliclyAccessible to false.

    Undecided when it is left out: the cluster's age decides.

    Proved by::

        {PubliclyAccessible: false}

    Refuted by::

        {PubliclyAccessible: true}

    Source: Redshift API Reference, "CreateCluster", read 2026-11-23.
    """
    public = cluster.at("PubliclyAccessible")
    if public.value is None:
        bool(public.doubt(AGE))
    if no(public.is_true):
        return proved(public)
    return opening(public, "the cluster has a public address", ask.reached(cluster))


@control(
    "redshift-cluster-vpc-routed",
    layer=NETWORK_CONFIGURATION,
    weight=LOW,
    also_known_as=("Redshift.7", "CKV_AWS_321", "redshift_cluster_enhanced_vpc_routing"),
)
def cluster_routes_through_vpc(cluster: Cluster) -> Verdict:
    """COPY and UNLOAD go through your VPC, under its rules and into its flow logs.

    Else they leave through AWS's network, where no endpoint policy of yours holds.

    Fix: set EnhancedVpcRouting to true, with an endpoint for S3.

    Undecided when the value is not known.

    Proved by::

        {EnhancedVpcRouting: true}

    Refuted by::

        {NodeType: ra3.large}

    Source: Redshift API Reference, "CreateCluster", read 2026-11-23.
    """
    routed = cluster.at("EnhancedVpcRouting")
    return proved_if(routed.is_true, routed, otherwise="traffic goes around the VPC")


@control("redshift-cluster-password-kept-out", layer=CREDENTIALS, weight=CRITICAL)
def cluster_password_is_kept_out(cluster: Cluster) -> Verdict:
    """The admin password is not written where the cluster is described.

    Whoever can read the repository, the plan or the stack's history would have the warehouse.

    Fix: set ManageMasterPassword to true, or refer to a secret in Secrets Manager.

    Undecided when the password comes from a parameter or from elsewhere.

    Proved by::

        {ManageMasterPassword: true}

    Refuted by::

        {MasterUserPassword: Correct-horse-1}

    Source: Redshift API Reference, "CreateCluster", read 2026-11-23.
    """
    password = cluster.at("MasterUserPassword")
    return proved_if(
        no(is_written_out(password)),
        unshown(password),
        otherwise="the password can be read in the input",
    )


@control(
    "redshift-cluster-admin-renamed",
    layer=CREDENTIALS,
    weight=LOW,
    also_known_as=("Redshift.8", "redshift_cluster_non_default_username"),
)
def cluster_admin_is_renamed(cluster: Cluster) -> Verdict:
    """The admin user has a name of its own.

    Whoever guesses passwords begins with awsuser, the name that the console proposes.

    Fix: set MasterUsername to another name; the cluster is made anew.

    Undecided when the name is not known.

    Proved by::

        {MasterUsername: warehouse}

    Refuted by::

        {MasterUsername: awsuser}

    Source: Security Hub User Guide, "Redshift.8" (not re-read).
    """
    name = cluster.at("MasterUsername")
    return proved_if(no(name.equals("awsuser")), name, "this is the name that is tried first")


@control(
    "redshift-cluster-unreachable",
    layer=NETWORK_CONFIGURATION,
    weight=CRITICAL,
    needs="reach",
)
def cluster_is_unreachable(cluster: Cluster, ask: Questions) -> Verdict:
    """No packet from the Internet arrives at the port of the cluster.

    Groups, network ACLs, subnets, gateways, its own address and load balancers together decide
    that. A warehouse holds everything at once, behind one password.

    Fix: set PubliclyAccessible to false, and admit the port from the groups of its clients.

    Undecided when something on the way is not known or not modelled, or when packets arrive and
    the port is not known.

    Refuted by::

        Resources:
          Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
          Gateway: {Type: AWS::EC2::InternetGateway}
          Attachment:
            Type: AWS::EC2::VPCGatewayAttachment
            Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
          Subnet:
            Type: AWS::EC2::Subnet
            Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}
          Group:
            Type: AWS::EC2::SecurityGroup
            Properties:
              VpcId: !Ref Vpc
              SecurityGroupIngress:
                - {IpProtocol: tcp, FromPort: 1024, ToPort: 9999, CidrIp: 0.0.0.0/0}
          Subnets:
            Type: AWS::Redshift::ClusterSubnetGroup
            Properties: {Description: data, SubnetIds: [!Ref Subnet]}
          Example:
            Type: AWS::Redshift::Cluster
            Properties:
              ClusterSubnetGroupName: !Ref Subnets
              VpcSecurityGroupIds: [!Ref Group]
              PubliclyAccessible: true

    Proved by::

        Resources:
          Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
          Gateway: {Type: AWS::EC2::InternetGateway}
          Attachment:
            Type: AWS::EC2::VPCGatewayAttachment
            Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
          Subnet:
            Type: AWS::EC2::Subnet
            Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}
          Group:
            Type: AWS::EC2::SecurityGroup
            Properties:
              VpcId: !Ref Vpc
              SecurityGroupIngress:
                - {IpProtocol: tcp, FromPort: 1024, ToPort: 9999, CidrIp: 0.0.0.0/0}
          Subnets:
            Type: AWS::Redshift::ClusterSubnetGroup
            Properties: {Description: data, SubnetIds: [!Ref Subnet]}
          Example:
            Type: AWS::Redshift::Cluster
            Properties:
              ClusterSubnetGroupName: !Ref Subnets
              VpcSecurityGroupIds: [!Ref Group]
              PubliclyAccessible: false

    Source: Redshift API Reference, "CreateCluster", read 2026-11-23.
    """
    port = cluster.at("Port").either(PORT)
    number = as_number(port.value)
    ports = None if number is None else (int(number),)
    return closed_to_internet(cluster, cluster.at("VpcSecurityGroupIds"), ask, ports)
