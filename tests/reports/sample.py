"""Report trees for the renderers: one with everything in it, and large ones."""

from __future__ import annotations

from collections import Counter
from datetime import date

from partywall.assess.cells import Cells
from partywall.assess.lapses import lapses
from partywall.assess.openings import Access, Allowed, Doubt, Openings, Reach, Reached
from partywall.assess.report import (
    Change,
    Comparison,
    ControlInfo,
    DutyLine,
    Finding,
    InputSummary,
    Proof,
    Report,
    ResourceLine,
    Tally,
    TypeCoverage,
    Waiver,
)
from partywall.assess.totals import tally as tallied
from partywall.assess.vouched import Ledger, Vouched
from partywall.kernel.diagnostic import Diagnostic
from partywall.kernel.evidence import Evidence
from partywall.kernel.span import Span
from partywall.kernel.unknown import Unknown
from partywall.ledger.records import Attestation, AwsReport
from partywall.line.layer import LAYERS
from partywall.line.model import Cell, Line, Party

PLAN = "storefront/plan.json"
TEMPLATE = "storefront/replica.yaml"

HOSTILE = "</script><img src=x onerror=alert(1)>"
TURNED = "aws_s3_bucket.invoice_\u202etxt.exe"
LONG = "module." + "very_" * 58 + "long"

PARTIES: dict[str, Party] = {"A": "aws", "Y": "customer", "S": "shared", ".": "none"}
SHAPES = {
    "infrastructure": "AAAAAYYYYYSSSYYYYYSYY.",
    "network": "AAAAA..A.YS..Y...SSY..",
    "engine": "AAAAAASAYYSSSYYYSSSYY.",
    "microvm": "AAAAAAAAYYSSSYYYYSSYY.",
    "function": "AAAAAAAAYYSASYYYYASYY.",
    "abstracted": "AAAAAAAA.SSSSYYYSASYY.",
    "control": "AAAAAAAA.SAASYYY.ASY.Y",
    "": "AAAAAYYYYYYYYYYYYYYYYY",
}
"""Class of service → the party of each layer, bottom to top."""

CONTROLS = {
    one.id: one
    for one in (
        ControlInfo(
            id="ec2-ssh-closed-to-internet",
            title="No rule admits port 22 from the Internet.",
            service="ec2",
            layer="network-configuration",
            weight="high",
            why="Whoever can reach SSH can guess at it, day and night.\n\n"
            "Rules are added up: two halves of the address space are the whole.",
            fix="admit port 22 from the addresses of your own network only.",
            undecided="Undecided when a rule's source or port is not known.",
            sources=('Security Hub User Guide, "EC2.13", read 2026-11-23.',),
            also_known_as=("EC2.13", "CKV_AWS_24"),
        ),
        ControlInfo(
            id="iam-policy-not-everything",
            title="No statement allows every action on every resource.",
            service="iam",
            layer="identity",
            weight="critical",
            why="Whoever holds such a policy is an administrator.",
            fix="name the actions and the resources.",
            also_known_as=("IAM.1",),
        ),
        ControlInfo(
            id="s3-bucket-customer-key",
            title="Objects are encrypted by default with a key the customer manages.",
            service="s3",
            layer="keys",
            weight="medium",
            why="With S3's own keys AWS decides who may decrypt; with yours the key policy does.",
            fix="set BucketEncryption to aws:kms with the ARN of a key of your own.",
            undecided="Undecided when the key is set elsewhere.",
            sources=("S3 User Guide, read 2026-11-23.",),
        ),
        ControlInfo(
            id="s3-bucket-versioned",
            title="The bucket keeps earlier versions of its objects.",
            service="s3",
            layer="backup",
            weight="low",
            why="An overwritten object without versions is gone.",
            fix="set VersioningConfiguration.Status to Enabled.",
        ),
        ControlInfo(
            id="rds-instance-not-public",
            title="The database has no public address.",
            service="rds",
            layer="network-configuration",
            weight="critical",
            why="A database that the Internet can reach is one password away from open.",
            fix="set PubliclyAccessible to false.",
        ),
        ControlInfo(
            id="rds-instance-backed-up",
            title="Automatic backups are kept for a week or longer.",
            service="rds",
            layer="backup",
            weight="medium",
            why="What is not kept cannot be restored.",
            fix="set BackupRetentionPeriod to 7 or more.",
        ),
        ControlInfo(
            id="lambda-function-traced",
            title="Calls of the function are traced.",
            service="lambda",
            layer="monitoring",
            weight="low",
            why="A trace tells where time and errors come from.",
            fix="set TracingConfig.Mode to Active.",
        ),
        ControlInfo(
            id=f"acme-quiet-{HOSTILE}",
            title=f"A house rule named by an enemy: {HOSTILE} | `x` @everyone",
            service="sqs",
            layer="data",
            weight="medium",
            why=f"Because {HOSTILE}\x00\x0b and “quotes” & 'apostrophes' \u2028 end.",
            fix='write <b>"less"</b>.',
        ),
        ControlInfo(
            id="kms-key-rotates",
            title="The key is rotated every year.",
            service="kms",
            layer="keys",
            weight="low",
            why="A key that never changes protects ever more data.",
            fix="set EnableKeyRotation to true.",
        ),
    )
}


def line(family: str, shape: str, unresolved: str = "") -> Line:
    """A line of one of the shapes, with a duty in every cell."""
    return Line(
        family,
        shape,
        tuple(
            Cell(
                layer,
                PARTIES[letter],
                aws=f"Keeps the {layer.title.lower()} of {family or 'this service'} sound."
                if letter in "AS"
                else "",
                customer=f"Sets up the {layer.title.lower()} as the business needs it."
                if letter in "YS"
                else "",
                because=f"{family} is of the class {shape}" if family else "unclassified type",
                source="https://docs.aws.amazon.com/whitepapers/latest/introduction/"
                if family and letter != "."
                else "",
                read="2026-11-22" if letter == "A" and family else "",
                confirmed=bool(letter == "A" and family),
                unresolved=unresolved if letter == "S" else "",
            )
            for layer, letter in zip(LAYERS, SHAPES[shape], strict=True)
        ),
    )


BUCKET = line("s3-bucket", "abstracted")
GROUP = line("vpc-security-group", "network")
DATABASE = line("rds-instance", "engine", unresolved="Engine")
FUNCTION = line("lambda-zip", "function")
ROLE = line("iam-policy", "control")
INSTANCE = line("ec2-instance", "infrastructure")
SERVICE = line("ecs-fargate", "microvm")
QUEUE = line("sqs-queue", "abstracted")
KEY = line("kms-key", "control")
UNDRAWN = line("", "")

RESOURCES: tuple[tuple[str, str, str, int, Line], ...] = (
    ("aws_instance.worker[0]", "AWS::EC2::Instance", PLAN, 120, INSTANCE),
    ("aws_instance.worker[1]", "AWS::EC2::Instance", PLAN, 144, INSTANCE),
    ("aws_security_group.bastion", "AWS::EC2::SecurityGroup", PLAN, 210, GROUP),
    ("aws_security_group.office", "AWS::EC2::SecurityGroup", PLAN, 231, GROUP),
    ("aws_security_group.web", "AWS::EC2::SecurityGroup", PLAN, 255, GROUP),
    ("module.shop.aws_ecs_service.cart", "AWS::ECS::Service", PLAN, 310, SERVICE),
    ("aws_iam_policy.deploy", "AWS::IAM::ManagedPolicy", PLAN, 402, ROLE),
    ("aws_kms_key.data", "AWS::KMS::Key", PLAN, 433, KEY),
    ("aws_lambda_function.résumé", "AWS::Lambda::Function", PLAN, 460, FUNCTION),
    ("aws_db_instance.orders", "AWS::RDS::DBInstance", PLAN, 510, DATABASE),
    ("aws_db_instance.reports", "AWS::RDS::DBInstance", PLAN, 566, DATABASE),
    ("aws_s3_bucket.assets", "AWS::S3::Bucket", PLAN, 610, BUCKET),
    ("aws_s3_bucket.logs", "AWS::S3::Bucket", PLAN, 622, BUCKET),
    (TURNED, "AWS::S3::Bucket", PLAN, 640, BUCKET),
    (LONG, "AWS::S3::Bucket", PLAN, 655, BUCKET),
    (f'aws_sqs_queue.jobs["{HOSTILE}"]', "AWS::SQS::Queue", PLAN, 700, QUEUE),
    ("aws_quantum_link.test", "AWS::Quantum::Link", PLAN, 720, UNDRAWN),
    ("Replica/Orders", "AWS::RDS::DBInstance", TEMPLATE, 14, DATABASE),
    ("Replica/Assets", "AWS::S3::Bucket", TEMPLATE, 40, BUCKET),
)


def evidence(path: tuple[str | int, ...], found: object, file: str, at: int) -> Evidence:
    """A value seen at a line of a file."""
    return Evidence(path, found, where=Span(file, at, 9))


TODAY = date(2026, 11, 23)
LEDGER = Ledger(
    "storefront/ledger",
    (
        AwsReport(
            id="aws-soc-2",
            program="soc-2",
            title="SOC 2",
            begins=date(2026, 4, 1),
            ends=date(2026, 12, 31),
            services=("ec2", "s3", "rds", "iam"),
        ),
        AwsReport(
            id="aws-iso-27001",
            program="iso-27001",
            title="ISO 27001",
            begins=date(2023, 7, 1),
            ends=date(2026, 6, 30),
            services=("lambda", "kms"),
            regions=("eu-west-1",),
        ),
        Attestation(
            id="schema-review",
            duty="data",
            statement="An owner and a class are named for each table.",
            by="Jo Example",
            on=date(2026, 9, 1),
            until=date(2027, 1, 31),
            type="AWS::RDS::DBInstance",
        ),
        Attestation(
            id="key-review",
            duty="identity",
            statement="Nobody uses the key who need not.",
            by="Kim Example",
            on=date(2025, 9, 1),
            until=date(2026, 9, 1),
            resource="aws_kms_key.*",
        ),
    ),
)
"""What was shown of the sample: AWS's half of some services, once of others; two people's word."""

DUTIES = (
    DutyLine(
        subject="Team",
        kind="Team",
        duty="on-call",
        title="On-call rota",
        layer="monitoring",
        party="customer",
        aws="",
        customer="Keep a rota, so that somebody answers.",
        state="attested",
        proof=Proof(("rota-2026",), "2026-12-31"),
        who="Jo Example",
        rows=(81,),
    ),
    DutyLine(
        subject="Account 111122223333",
        kind="Account",
        duty="contacts",
        title=f"Contacts {HOSTILE}",
        layer="account",
        party="customer",
        aws="",
        customer="Keep the alternate contacts current | `now`.",
        state="lapsed",
        proof=Proof(("contacts-2025",), "2026-01-31", "renew the word on contacts"),
        who="Kim Example",
    ),
    DutyLine(
        subject="Organization",
        kind="Organization",
        duty="executive-review",
        title="Executive review",
        layer="",
        party="shared",
        aws="Reviews its own plans.",
        customer="Review yours.",
        state="open",
        proof=Proof(closes="attest executive-review"),
        rows=(56,),
    ),
)


REQUEST = {
    "principal": "*",
    "action": "s3:GetObject",
    "resource": "arn:aws:s3:::assets/x",
    "context": {"aws:SecureTransport": "true", "aws:SourceVpce": None, "aws:TagKeys": ["a", "b"]},
}
"""The request that shows a change, but for what was decided."""

OPENINGS = Openings(
    Access(
        new_principals=("arn:aws:iam::111122223333:role/vendor",),
        newly=(
            Allowed(
                who="everybody",
                principal="*",
                whom="everybody",
                what="s3:GetObject",
                resource="arn:aws:s3:::assets/*",
                by="the policy of the resource",
                actions=("s3:GetObject",),
                witness={**REQUEST, "before": "IMPLICIT_DENY", "after": "ALLOW"},
                address="aws_s3_bucket_policy.assets",
                condition="aws:SecureTransport = true",
                partly=True,
            ),
            Allowed(
                who=f"account {HOSTILE}",
                principal="arn:aws:iam::222222222222:root",
                whom="outside",
                what="sts:AssumeRole",
                resource=f"arn:aws:iam::111122223333:role/{HOSTILE} | `x` @octocat",
                by="the policy of the resource",
                actions=("sts:AssumeRole",),
                witness={**REQUEST, "context": {}, "before": None, "after": "ALLOW"},
                is_new=True,
            ),
        ),
        no_longer=(
            Allowed(
                who="arn:aws:iam::111122223333:role/deploy",
                principal="arn:aws:iam::111122223333:role/deploy",
                whom="account",
                what="18000 actions of 320 services",
                resource="*",
                by="its own policies",
                actions=("iam:CreateUser", "s3:GetObject"),
                witness={**REQUEST, "context": {}, "before": "ALLOW", "after": "EXPLICIT_DENY"},
            ),
        ),
        unknown=(
            Doubt("anybody", "", TURNED, ("its tags differ", "a policy is not in the input")),
        ),
        left_open=(Doubt("role/task", "", "*", ("known after apply",)),),
        assumed=("no SCP or RCP that the input does not have binds the request",),
    ),
    Reach(
        newly=(
            Reached(
                "aws_instance.worker[0]", "AWS::EC2::Instance", ("the Internet (IPv4)",),
                "aws_internet_gateway.main", ("tcp/22",), ("tcp/22",), "stopped",
            ),
            Reached(
                "aws_instance.worker[1]", "AWS::EC2::Instance", ("198.51.100.0/24",),
                "aws_internet_gateway.main", (), ("tcp/443",),
            ),
        ),
        no_longer=(
            Reached(
                LONG, "AWS::EC2::Instance", ("the Internet (IPv4)",), "", ("tcp/1-65535",), (),
                is_new=True,
            ),
        ),
        unknown=(Doubt("the Internet", "", "", (f"there may be more ({HOSTILE})",)),),
    ),
)  # fmt: skip
"""What the change opens and closes: one of everything."""


def sample() -> Report:
    """A small estate with every verdict, waiver, diagnostic and change, and an enemy's names."""
    ssh, everything, key, kept, public, backed, traced, hostile = (
        "ec2-ssh-closed-to-internet",
        "iam-policy-not-everything",
        "s3-bucket-customer-key",
        "s3-bucket-versioned",
        "rds-instance-not-public",
        "rds-instance-backed-up",
        "lambda-function-traced",
        f"acme-quiet-{HOSTILE}",
    )
    accepted = Waiver(
        "Bastion, source filtered upstream; ticket SEC-412 | see `wiki`",
        "2027-03-01",
        Span("partywall.toml", 4),
    )
    over = Waiver("Until the office moves", "2026-06-30", Span("partywall.toml", 9), expired=True)
    later = Unknown("known after apply", refs=("aws_kms_key.data",), attribute="Arn", present=True)
    ingress = ("SecurityGroupIngress", 0, "CidrIp")
    encryption = ("BucketEncryption", "ServerSideEncryptionConfiguration", 0)
    findings = [
        finding(ssh, 2, "refuted", "admits 22/tcp from the Internet", ingress, "0.0.0.0/0"),
        finding(ssh, 3, "refuted", "admits 22/tcp from the Internet", ingress, "::/0"),
        finding(ssh, 4, "proved", "no rule admits 22/tcp from the Internet", ingress[:1], []),
        finding(
            everything,
            6,
            "refuted",
            "allows * on *",
            ("PolicyDocument", "Statement", 1),
            {"Effect": "Allow", "Action": "*", "Resource": "*"},
        ),
        finding("kms-key-rotates", 7, "proved", "", ("EnableKeyRotation",), True),
        finding(traced, 8, "not_applicable", "a function of CloudFront's", ("Edge",), None),
        finding(public, 9, "proved", "", ("PubliclyAccessible",), False),
        finding(backed, 9, "undecided", "", ("BackupRetentionPeriod",), later),
        finding(public, 10, "refuted", "has a public address", ("PubliclyAccessible",), True),
        finding(backed, 10, "refuted", "kept for 1 day", ("BackupRetentionPeriod",), 1),
        finding(key, 11, "proved", "", encryption, {"KMSMasterKeyID": "a<b>&'\"c"}),
        finding(key, 12, "undecided", "", encryption, later),
        finding(key, 13, "refuted", "S3 falls back to its own keys", ("BucketEncryption",), None),
        finding(key, 14, "refuted", "S3 falls back to its own keys", ("BucketEncryption",), None),
        finding(kept, 11, "refuted", "not versioned", ("VersioningConfiguration",), None),
        finding(kept, 12, "proved", "", ("VersioningConfiguration", "Status"), "Enabled"),
        finding(
            hostile,
            15,
            "refuted",
            f"it says {HOSTILE}",
            ("Tags", 0, "`|`"),
            f"{HOSTILE} | `tick` @octocat\n\nnew paragraph ]]> \x07 \u202e\u2028\u2029",
        ),
        finding(public, 17, "undecided", "", ("PubliclyAccessible",), Unknown("it is a parameter")),
        finding(key, 18, "proved", "", encryption, {"KMSMasterKeyID": "Key"}),
    ]
    findings[0].waiver = accepted
    findings[1].waiver = over
    findings[17].assumes = "IsProduction and not HasReplica"
    vouched = Vouched(LEDGER, TODAY)
    cells = Cells(vouched)
    lines = []
    for address, type_name, file, at, drawn in RESOURCES:
        found = [one for one in findings if one.resource == address]
        kind = cells.of(type_name, drawn, found, "eu-west-1", address)
        lines.append(
            ResourceLine(
                *(address, type_name, file, Span(file, at, 5), drawn),
                *(kind.states, kind.proofs, kind.inheritance),
            )
        )
    return Report(
        version="0.1.0",
        as_of="2026-11-23",
        inputs=[
            InputSummary(PLAN, "terraform plan", 17),
            InputSummary(TEMPLATE, "cloudformation template", 2),
            InputSummary("storefront/broken.yaml", "cloudformation template", 0),
        ],
        tally=tallied(cells.kinds),
        controls=dict(sorted(CONTROLS.items())),
        findings=findings,
        lines=lines,
        diagnostics=[
            Diagnostic(
                "error",
                "this is no YAML: found a tab",
                Span("storefront/broken.yaml", 3, 1),
                "indent with spaces",
            ),
            Diagnostic("warning", f"argument {HOSTILE} is not mapped", Span(PLAN, 700)),
            Diagnostic("info", "the waiver of x on y waives nothing here"),
        ],
        coverage=[
            TypeCoverage("aws_s3_bucket", 4, 31, 2, 0, {"timeouts": 1, "object_lock": 1}),
            TypeCoverage("AWS::SQS::Queue", 1, 7, 0, 3, {}),
        ],
        comparison=Comparison(
            "last-week.json",
            new=(Change(public, "aws_db_instance.reports", PLAN, "proved", "refuted"),),
            gone=(Change(kept, "aws_s3_bucket.logs", PLAN, "refuted", "proved"),),
            became_undecided=(
                Change(backed, "aws_db_instance.orders", PLAN, "proved", "undecided"),
            ),
            openings=OPENINGS,
        ),
        duties=list(DUTIES),
        lapses=lapses(cells.kinds, DUTIES, TODAY),
        ledger=vouched.used,
    )


def finding(
    control: str,
    resource: int,
    verdict: str,
    note: str,
    path: tuple[str | int, ...],
    found: object,
) -> Finding:
    """A finding on one of RESOURCES, three lines below its beginning."""
    address, type_name, file, at, _ = RESOURCES[resource]
    info, seen = CONTROLS[control], evidence(path, found, file, at + 3)
    return Finding(
        control=control,
        resource=address,
        type=type_name,
        file=file,
        verdict=verdict,  # type: ignore[arg-type]
        weight=info.weight,
        layer=info.layer,
        where=seen.where,
        evidence=(seen,),
        note=note,
    )


def tally(findings: list[Finding], lines: list[ResourceLine]) -> Tally:
    """The numbers of the summary."""
    cells: dict[str, Counter[str]] = {"aws": Counter(), "shared": Counter(), "customer": Counter()}
    for row in lines:
        for cell, state in zip(row.line.cells, row.states, strict=True):
            if cell.party != "none":
                cells[cell.party][state] += 1
    verdicts = Counter(
        "waived" if one.waiver is not None and not one.counts else one.verdict for one in findings
    )
    return Tally(
        cells={party: dict(sorted(states.items())) for party, states in cells.items()},
        verdicts=dict(sorted(verdicts.items())),
        weights=dict(sorted(Counter(one.weight for one in findings if one.counts).items())),
        resources=len(lines),
        unclassified=dict(sorted(Counter(x.type for x in lines if not x.line.family).items())),
    )


def large(resources: int) -> Report:
    """An estate of the given size: the sample's resources again and again, under new names."""
    small = sample()
    rounds = -(-resources // len(small.lines))
    findings, lines = [], []
    by_resource: dict[str, list[Finding]] = {}
    for one in small.findings:
        by_resource.setdefault(one.resource, []).append(one)
    for n in range(rounds):
        for row in small.lines[: resources - n * len(small.lines)]:
            address, at = f"module.part[{n}].{row.resource[:60]}", 40 * len(lines)
            lines.append(
                ResourceLine(
                    *(address, row.type, PLAN, Span(PLAN, at), row.line),
                    *(row.states, row.proofs, row.inheritance),
                )
            )
            for one in by_resource.get(row.resource, ()):
                seen = one.evidence[0]
                findings += [
                    Finding(
                        control=one.control,
                        resource=address,
                        type=one.type,
                        file=PLAN,
                        verdict=one.verdict,
                        weight=one.weight,
                        layer=one.layer,
                        where=Span(PLAN, at + k),
                        evidence=(evidence(seen.path, seen.found, PLAN, at + k),),
                        note=one.note,
                    )
                    for k in range(2)
                ]
    return Report(
        version=small.version,
        as_of=small.as_of,
        inputs=[InputSummary(PLAN, "terraform plan", resources)],
        tally=tally(findings, lines),
        controls=small.controls,
        findings=findings,
        lines=lines,
        diagnostics=[],
    )
