"""SAM resources translated to the CloudFormation resources that they stand for.

The translation is AWS's own (`aws-sam-translator`, the extra `sam`). It wants code and
definitions to be uploaded already, so local ones get a stub, which becomes Unknown afterwards.

Source: SAM Developer Guide, "SAM resource and property reference" (not re-read).
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
from typing import Any, Final

from partywall.kernel.unknown import Unknown
from partywall.sources.cloudformation.document import Foreign, Twice
from partywall.sources.cloudformation.scope import STACK, Declared, Scope

log = logging.getLogger(__name__)

PREFIX: Final = "AWS::Serverless::"
MAX_TRIES: Final = 20
"""So many broken resources are taken out, one round each, before the template is given up."""

_STUB: Final = "partywall-packaged-at-deployment"
_URI: Final = f"s3://{_STUB}/{_STUB}"
_IMAGE: Final = f"000000000000.dkr.ecr.us-east-1.amazonaws.com/{_STUB}:{_STUB}"
_PACKAGED: Final = Unknown("packaged at deployment", present=True)
_REPOSITORY: Final = Unknown("taken from the Serverless Application Repository", present=True)
_UPLOADED: Final = {
    "Api": "DefinitionUri",
    "Function": "CodeUri",
    "HttpApi": "DefinitionUri",
    "LayerVersion": "ContentUri",
    "StateMachine": "DefinitionUri",
}
_INSTEAD: Final = {
    "CodeUri": ("InlineCode",),
    "DefinitionUri": ("DefinitionBody", "Definition"),
    "ContentUri": (),
}
_MADE_FROM: Final = "PartywallSam"
_OPAQUE: Final = "Fn::PartywallOpaque"


def has_sam(scope: Scope) -> bool:
    """Whether the template declares SAM resources."""
    return any(_kind(declared.body) for declared in scope.template.resources.values())


def translate(scope: Scope) -> None:
    """Put the generated resources in the place of the SAM ones.

    Without the extra, or when the translator fails, SAM resources stay as they are and a remark
    says so.
    """
    _applications(scope)
    if not has_sam(scope):
        return
    if importlib.util.find_spec("samtranslator") is None:
        scope.template.untranslated = True
        scope.remarks.make(
            "warning",
            "SAM resources are not checked",
            scope.template.place(("Transform",)),
            "pip install partywall[sam]",
        )
        return
    opaque: list[object] = []
    template = _prepared(scope, opaque)
    for _ in range(MAX_TRIES):
        outcome = _translated(template, _parameters(scope), scope.environment.region)
        if isinstance(outcome, dict):
            _take_over(scope, outcome, opaque)
            return
        if not outcome or not _take_out(scope, template, outcome):
            break
    scope.template.untranslated = True
    scope.remarks.make(
        "error",
        "SAM resources are not checked: the SAM translator refuses this template",
        scope.template.place(("Transform",)),
        "see what `sam validate --lint` says",
    )


def _applications(scope: Scope) -> None:
    """Applications are nested stacks; one from the application repository cannot be seen.

    Done here, because the translator wants to look those up, and CDK's secret rotation makes
    them in templates that have no other SAM resource.
    """
    for declared in scope.template.resources.values():
        if _kind(declared.body) == "Application":
            properties = declared.body.get("Properties")
            properties = properties if isinstance(properties, dict) else {}
            location = properties.get("Location")
            if isinstance(location, dict) and "ApplicationId" in location:
                location = _REPOSITORY
            stack = {key: properties[key] for key in ("Parameters", "Tags") if key in properties}
            if isinstance(stack.get("Tags"), dict):
                stack["Tags"] = [{"Key": key, "Value": tag} for key, tag in stack["Tags"].items()]
            stack["TemplateURL"] = location
            declared.body = {**declared.body, "Type": STACK, "Properties": stack}


def _kind(body: dict[str, object]) -> str:
    """`Function` for AWS::Serverless::Function, "" for what is not SAM's."""
    kind = body.get("Type")
    return kind.removeprefix(PREFIX) if isinstance(kind, str) and kind.startswith(PREFIX) else ""


# -- into the translator


def _prepared(scope: Scope, opaque: list[object]) -> dict[str, Any]:
    template = scope.template
    root = template.document.value
    extra = root.get("Globals") if isinstance(root, dict) else None
    plain: dict[str, Any] = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Parameters": _plain(template.parameters, opaque),
        "Mappings": _plain(template.mappings, opaque),
        "Conditions": _plain(template.conditions, opaque),
        "Outputs": _plain(template.outputs, opaque),
        "Resources": {},
    }
    if isinstance(extra, dict):
        plain["Globals"] = _plain(extra, opaque)
        _stub_globals(plain["Globals"])
    for name, declared in template.resources.items():
        if not isinstance(declared.body.get("Type"), str):
            continue
        body = plain["Resources"][name] = _plain(declared.body, opaque)
        if _kind(body):
            metadata = body.get("Metadata")
            body["Metadata"] = {
                **(metadata if isinstance(metadata, dict) else {}),
                _MADE_FROM: name,
            }
            _stub(_kind(body), body)
    return plain


def _plain(value: Any, opaque: list[object]) -> Any:
    """A copy of plain values; what is none is kept aside under a number."""
    if isinstance(value, dict):
        return {key: _plain(item, opaque) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, opaque) for item in value]
    if isinstance(value, Foreign | Twice):
        opaque.append(value)
        return {_OPAQUE: len(opaque) - 1}
    return value


def _stub(kind: str, body: dict[str, Any]) -> None:
    properties = body.setdefault("Properties", {}) or {}
    if not isinstance(properties, dict):
        return
    body["Properties"] = properties
    key = _UPLOADED.get(kind)
    if kind == "Function" and properties.get("PackageType") == "Image":
        properties["ImageUri"] = _IMAGE
        properties.pop("CodeUri", None)
    elif key == "DefinitionUri":
        if key in properties:
            properties[key] = _URI
    elif key and not any(other in properties for other in _INSTEAD[key]):
        properties[key] = _URI


def _stub_globals(extra: dict[str, Any]) -> None:
    for section, key in (("Function", "CodeUri"), ("Api", "DefinitionUri")):
        if isinstance(extra.get(section), dict) and key in extra[section]:
            extra[section][key] = _URI


def _parameters(scope: Scope) -> dict[str, Any]:
    """Parameter values for the translator; one that is not known, or secret, stays a Ref."""
    values: dict[str, Any] = {}
    for name in ("AWS::Region", "AWS::Partition", *scope.template.parameters):
        parameter = scope.parameter(name)
        value = scope.base_value(name)
        text = isinstance(value, str) and not (parameter is not None and parameter.secret)
        values[name] = value if text else {"Ref": name}
    return values


class _Session:
    """What the translator wants to know of a session: a Region, which names the partition."""

    def __init__(self, region: str) -> None:
        self.region_name = region or "us-east-1"


def _translated(
    template: dict[str, Any], parameters: dict[str, Any], region: str
) -> dict[str, Any] | list[tuple[str, str]]:
    """The translated template, or the broken resources with what is wrong with each."""
    from copy import deepcopy

    faults: Any = importlib.import_module("samtranslator.model.exceptions")
    parser: Any = importlib.import_module("samtranslator.parser.parser")
    translation: Any = importlib.import_module("samtranslator.translator.translator")
    logging.getLogger("samtranslator").setLevel(logging.CRITICAL)
    try:
        translator = translation.Translator(None, parser.Parser(), boto_session=_Session(region))
        made: dict[str, Any] = translator.translate(
            deepcopy(template),
            parameter_values=parameters,
            passthrough_metadata=True,
            get_managed_policy_map=dict,
        )
    except faults.InvalidDocumentException as fault:
        return [
            (str(getattr(cause, "_logical_id", "")), cause.message)
            for cause in fault.causes
            if isinstance(cause, faults.ExceptionWithMessage)
        ]
    except Exception as fault:
        log.debug("the SAM translator failed", exc_info=fault)
        return []
    return made


def _take_out(scope: Scope, template: dict[str, Any], broken: list[tuple[str, str]]) -> bool:
    """Remove the broken resources, each with a remark; False when none can be named."""
    named = False
    for name, message in broken:
        if template["Resources"].pop(name, None) is not None:
            named = True
            scope.remarks.make(
                "error",
                f"{name} is not checked: {message}",
                scope.template.place(("Resources", name)),
                "correct the SAM resource",
                scope.prefix + name,
            )
            scope.template.resources.pop(name, None)
    return named


# -- out of the translator


def _take_over(scope: Scope, made: dict[str, Any], opaque: list[object]) -> None:
    template = scope.template
    before = template.resources
    sources = [name for name, declared in before.items() if _kind(declared.body)]
    after: dict[str, Declared] = {}
    for name, raw in made["Resources"].items():
        body = _restored(raw, opaque)
        if name in before and name not in sources:
            after[name] = Declared(body, before[name].path)
            continue
        metadata = body.get("Metadata")
        source = metadata.pop(_MADE_FROM, "") if isinstance(metadata, dict) else ""
        source = source or max(
            (one for one in sources if name.startswith(one)), key=len, default=""
        )
        path = before[source].path if source in before else ("Resources",)
        after[name] = Declared(body, path, source or "the template")
    for name, declared in before.items():
        if name not in after and name not in sources:
            after[name] = declared
    template.resources = after
    template.conditions = _restored(made.get("Conditions") or {}, opaque)
    template.outputs = _restored(made.get("Outputs") or {}, opaque)
    scope.conditions.forget()


def _restored(value: Any, opaque: list[object]) -> Any:
    if isinstance(value, dict):
        if _OPAQUE in value:
            return opaque[value[_OPAQUE]]
        return {str(key): _restored(item, opaque) for key, item in value.items()}
    if isinstance(value, list):
        return [_restored(item, opaque) for item in value]
    if isinstance(value, str):
        return _PACKAGED if _STUB in value else str(value)
    return value
