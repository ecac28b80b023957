"""A plan together with the folder that it was made from.

The folder is evaluated with the values that the plan has for the root's variables, so both speak
of the same resources.
"""

from __future__ import annotations

from typing import Any

from msgspec import structs

from partywall.sources.reading import Reading
from partywall.sources.recognise import Contents
from partywall.sources.terraform_hcl.evaluation import Settings, evaluate
from partywall.sources.terraform_hcl.reader import handed_over, remarks_on
from partywall.sources.terraform_hcl.roots import Root
from partywall.sources.terraform_plan import read_plan
from partywall.sources.terraform_plan.beside import Sources, Written


def read_joined(data: Contents, file: str, root: Root, settings: Settings) -> Reading:
    """The plan, and from the folder what it hides and where things stand.

    Raises SourceError when it is no plan.
    """

    def read_sources(variables: dict[str, Any]) -> Sources:
        given = structs.replace(settings, variables={**settings.variables, **variables})
        evaluation = evaluate(root.folder, given, root.modules, outputs=False)
        instances = {
            one.address: Written(
                one.place,
                {name: handed_over(value) for name, value in one.values.items()},
                one.written,
                one.waivers,
            )
            for one in evaluation.instances
            if not one.failed
        }
        return Sources(instances, remarks_on(root, evaluation))

    return read_plan(data, file, read_sources)
