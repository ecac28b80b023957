"""A document taken apart into a template's sections, and what is wrong with them said.

Source: CloudFormation Template Reference, "Template sections", read 2026-11-23.
"""

from __future__ import annotations

from typing import Final

from partywall.kernel.errors import SourceError
from partywall.kernel.span import Span
from partywall.sources.cloudformation.document import Document, Foreign, Twice, settled
from partywall.sources.cloudformation.scope import Declared, Remarks, Template

SAM: Final = "AWS::Serverless-2016-10-31"
LANGUAGE: Final = "AWS::LanguageExtensions"
HARMLESS: Final = frozenset(
    {
        SAM,
        LANGUAGE,
        "AWS::CodeDeployBlueGreen",
        "AWS::SecretsManager-2020-07-23",
        "AWS::SecretsManager-2024-09-16",
    }
)
"""AWS's own transforms that are worked out here, or that leave written resources as they are.

Source: CloudFormation Template Reference, "Transform reference" (not re-read).
"""


def read_sections(document: Document, remarks: Remarks) -> Template:
    """The sections of a template. Raises SourceError when the document is none."""
    root = document.value
    if not isinstance(root, dict):
        raise SourceError(
            "not a template: the text is no mapping",
            Span(document.file),
            'a CloudFormation template has "Resources" at its top',
        )
    _remark_repeats(document, remarks)
    root = _settled(root)
    resources = root.get("Resources")
    if not isinstance(resources, dict):
        raise SourceError(
            'not a template: it has no "Resources"',
            Span(document.file),
            "is this a CloudFormation template, or one of the files beside it?",
        )
    template = Template(
        document,
        parameters=_section(root, "Parameters", document, remarks),
        mappings=_section(root, "Mappings", document, remarks),
        conditions=_section(root, "Conditions", document, remarks),
        resources={},
        outputs=_section(root, "Outputs", document, remarks),
        transforms=_transforms(root.get("Transform")),
    )
    template.macros = tuple(name for name in template.transforms if name not in HARMLESS)
    for name, body in resources.items():
        declare(template, name, body, remarks)
    return template


def declare(template: Template, name: str, body: object, remarks: Remarks) -> None:
    """Add one entry of Resources; an entry that is no resource becomes a remark."""
    path = ("Resources", name)
    where = template.place(path)
    if isinstance(body, Twice):
        remarks.make(
            "error",
            f"{name} is declared twice; only the last one is checked",
            where,
            "rename one of them",
            name,
        )
        body = settled(body)
    if isinstance(body, Foreign):
        remarks.make(
            "error",
            f"{name} is made by another tool ({body.tag}) and not checked",
            where,
            "expand the template with that tool first",
            name,
        )
    elif name == "Fn::Transform":
        template.included = True
        remarks.make(
            "error",
            "resources that a macro or an include adds at deployment are not checked",
            where,
            "check the processed template (aws cloudformation get-template --template-stage "
            "Processed)",
        )
    elif isinstance(body, dict):
        template.resources[name] = Declared(_settled(body), path)
    elif name.startswith("Fn::ForEach::"):
        template.resources[name] = Declared({name: body}, path)
    else:
        remarks.make("error", f"{name} is no resource: a mapping is expected", where, "", name)


def _settled(mapping: dict[str, object]) -> dict[str, object]:
    return {key: settled(value) for key, value in mapping.items()}


def _section(
    root: dict[str, object], name: str, document: Document, remarks: Remarks
) -> dict[str, object]:
    found = root.get(name)
    if found is None or isinstance(found, dict):
        return _settled(found or {})
    spot = document.spot((name,)) or (0, 0)
    remarks.make("error", f"{name} is no mapping and is not read", Span(document.file, *spot))
    return {}


def _transforms(declared: object) -> tuple[str, ...]:
    found: list[str] = []
    for one in declared if isinstance(declared, list) else [declared]:
        name = settled(one.get("Name")) if isinstance(one, dict) else one
        if isinstance(name, str):
            found.append(name)
    return tuple(found)


def _remark_repeats(document: Document, remarks: Remarks) -> None:
    for repeat in document.repeats:
        remarks.make(
            "warning",
            f'"{repeat.key}" is written again in the same mapping',
            repeat.place,
            "CloudFormation does not say which one counts; keep one",
        )
