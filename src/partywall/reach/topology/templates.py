"""What machines are started from: launch templates and launch configurations, in one shape.

Sources: EC2 Auto Scaling User Guide, "Launch templates" and "Launch configurations"; EC2 User
Guide, "Launch instances from a launch template" (not re-read).
"""

from __future__ import annotations

from typing import Final

from partywall.estate.estate import Estate
from partywall.estate.resource import Resource
from partywall.estate.views.ec2.instance import is_newest
from partywall.kernel.unknown import Unknown
from partywall.kernel.values import below
from partywall.reach.topology.values import elements, told

TEMPLATE: Final = "AWS::EC2::LaunchTemplate"
CONFIGURATION: Final = "AWS::AutoScaling::LaunchConfiguration"
FIRST: Final = (None, "1", 1, "$Default")
"""What means the version that a template begins with."""


def started_from(estate: Estate, resource: Resource) -> object:
    """The data of the template that a machine or fleet names, in a launch template's words.

    None when it names none; Unknown when it is not in the input, or may be another's.
    """
    named = told(resource, "LaunchTemplate")
    if named is not None:
        return _data(estate, named)
    if resource.type != "AWS::AutoScaling::AutoScalingGroup":
        return None
    mixed = told(resource, "MixedInstancesPolicy")
    if mixed is not None:
        return _mixed(estate, mixed)
    configuration = told(resource, "LaunchConfigurationName")
    if configuration is not None:
        return _configured(estate, configuration)
    return Unknown("what its machines are started from is not written")


def _mixed(estate: Estate, policy: object) -> object:
    """The template of a mixed policy, unless some of its machines have another one."""
    for _, one in elements(below(policy, ("LaunchTemplate", "Overrides"))):
        if type(one) is Unknown or below(one, ("LaunchTemplateSpecification",)) is not None:
            return Unknown("some of its machines may be started from another template")
    return _data(estate, below(policy, ("LaunchTemplate", "LaunchTemplateSpecification")))


def _configured(estate: Estate, named: object) -> object:
    target = estate.target(named, CONFIGURATION)
    if target is None:
        return Unknown("its launch configuration is not in the input")
    public = told(target, "AssociatePublicIpAddress")
    interface = {} if public is None else {"AssociatePublicIpAddress": public}
    groups = told(target, "SecurityGroups")
    return {"NetworkInterfaces": [interface], **({"SecurityGroupIds": groups} if groups else {})}


def _data(estate: Estate, spec: object) -> object:
    """What the version of a template holds that is named."""
    if not isinstance(spec, dict):
        return spec if type(spec) is Unknown else Unknown("its launch template is not named")
    named = next((spec[key] for key in NAMES if spec.get(key) is not None), None)
    target = estate.target(named, TEMPLATE)
    if target is None:
        return Unknown("its launch template is not in the input")
    version = spec.get("Version")
    made = target.action == "create" and target.origin in ("terraform", "cloudformation")
    if not is_newest(version) and not (made and version in FIRST):
        return Unknown(f"which version of {target.address} it has is not known")
    data = told(target, "LaunchTemplateData")
    if len(list(elements(below(data, ("NetworkInterfaces",))))) > 1:
        return Unknown(f"{target.address} has several interfaces")
    return data


NAMES: Final = ("LaunchTemplateId", "Id", "LaunchTemplateName", "Name")
