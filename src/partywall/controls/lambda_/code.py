"""The code: a runtime that is still mended, and a signature that says whose it is."""

from __future__ import annotations

from partywall.controls.control import HIGH, LOW, control
from partywall.controls.questions import Questions
from partywall.estate.views.lambda_ import Function
from partywall.kernel.ends import ends
from partywall.kernel.truth import no
from partywall.kernel.verdict import Verdict, not_applicable, proved_if, undecided
from partywall.line.layer import APPLICATION, RUNTIME


@control(
    "lambda-runtime-supported",
    layer=RUNTIME,
    weight=HIGH,
    also_known_as=("Lambda.2", "CKV_AWS_363", "awslambda_function_using_supported_runtimes"),
)
def runtime_supported(function: Function, ask: Questions) -> Verdict:
    """AWS still patches the runtime of the function.

    AWS patches a runtime until the day it announces; from then on the function runs with every
    flaw found since, and nobody tells you.

    Fix: move to a newer version of the language. A container image is the customer's to patch.

    Undecided when the runtime is not known, or the day its support ends is not in our table.

    Refuted by::

        Runtime: nodejs16.x

    Proved by::

        Runtime: python3.13

    Undecided by::

        Runtime: !Unknown known after apply

    Not applicable by::

        PackageType: Image

    Source: Lambda Developer Guide, "Lambda runtimes", read 2026-11-23 (its text; the table by
    way of cfn-lint, a linter of AWS).
    """
    runtime = function.at("Runtime")
    if function.is_image:
        return not_applicable(function.at("PackageType"), "an image brings its own runtime")
    name = runtime.text()
    if name is None:
        return not_applicable(runtime, "no runtime is named")
    end = ends("lambda-runtime").get(name)
    if end is None:
        return undecided(runtime.doubt(f"when support of {name} ends is not in our table"))
    return proved_if(no(ask.has_come(end, runtime)), runtime, f"support ended on {end}")


@control(
    "lambda-code-signed",
    layer=APPLICATION,
    weight=LOW,
    also_known_as=("CKV_AWS_272",),
)
def code_signed(function: Function) -> Verdict:
    """Only code that a trusted signer has signed is accepted.

    Whoever gets into the pipeline could otherwise deploy what he likes.

    Fix: set CodeSigningConfigArn.

    Undecided when the value is not known.

    Refuted by::

        Runtime: python3.13

    Proved by::

        CodeSigningConfigArn: arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-0

    Not applicable by::

        PackageType: Image

    Source: Lambda Developer Guide, "Using code signing to verify code integrity with Lambda"
    (not re-read).
    """
    if function.is_image:
        return not_applicable(function.at("PackageType"), "images are signed by other means")
    config = function.at("CodeSigningConfigArn")
    return proved_if(config.is_set, config, "unsigned code is accepted")
