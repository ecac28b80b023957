"""A template opened: parsed, its loops written out, its SAM resources translated."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path as File

from partywall.estate.resource import Guard
from partywall.sources.cloudformation.loading import load
from partywall.sources.cloudformation.pseudo import Environment
from partywall.sources.cloudformation.scope import Nested, Remarks, Scope
from partywall.sources.cloudformation.template import SAM, read_sections


def open_scope(
    data: bytes,
    file: str,
    *,
    environment: Environment,
    given: Mapping[str, object],
    remarks: Remarks,
    nested: Nested,
    address: str = "",
    guard: Guard = (),
    files: tuple[File, ...] = (),
) -> Scope:
    """The scope of one template. Raises SourceError when it cannot be read at all."""
    document = load(data, file)
    template = read_sections(document, remarks)
    scope = Scope(
        template,
        environment,
        given,
        remarks=remarks,
        nested=nested,
        address=address,
        guard=guard,
        files=files,
    )
    if "Fn::ForEach::" in document.text:
        from partywall.sources.cloudformation.foreach import expand_loops

        expand_loops(scope)
        scope.conditions.forget()
    if SAM in template.transforms or "AWS::Serverless::" in document.text:
        from partywall.sources.cloudformation import sam

        if sam.has_sam(scope):
            sam.translate(scope)
    for macro in template.macros:
        remarks.make(
            "warning",
            f"the macro {macro} may change any resource at deployment",
            template.place(("Transform",)),
            "what the template does not set counts as not known; check the processed template "
            "(aws cloudformation get-template --template-stage Processed)",
        )
    return scope
