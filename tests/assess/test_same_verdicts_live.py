"""Sources and plan of the whole corpus, planned now by the real provider: the same verdicts."""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest

from partywall.assess.check import Check, Options
from partywall.sources.inputs import InputOptions, Inputs

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "data" / "hcl" / "aws"
PLUGINS = os.environ.get("TF_PLUGIN_DIR")


@pytest.mark.slow
@pytest.mark.skipif(not PLUGINS, reason="no TF_PLUGIN_DIR")
def test_sources_and_plan_never_contradict_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT / "scripts"), *sys.path])
    from plan_corpus import folders, may_be_a_module
    from plan_storefront import plan

    root = tmp_path / "root"
    names = [name for name in folders() if may_be_a_module(CORPUS / name)]
    for name in names:
        ignored = shutil.ignore_patterns("provider.tf", "plan.json")
        shutil.copytree(CORPUS / name, root / name, ignore=ignored)
    shutil.copy(CORPUS / names[0] / "provider.tf", root)
    calls = {name: {"source": f"./{name}"} for name in names}
    (root / "main.tf.json").write_text(json.dumps({"module": calls}), encoding="utf-8")
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(plan(root, PLUGINS)), encoding="utf-8")
    planned, found = verdicts(file), verdicts(root)
    both = planned.keys() & found.keys()
    assert len(both) > 1_800
    decided = [key for key in both if "undecided" not in (planned[key], found[key])]
    assert len(decided) > 1_500
    assert [key for key in decided if planned[key] != found[key]] == []


def verdicts(path: Path) -> dict[tuple[str, str], str]:
    inputs = Inputs([str(path)], InputOptions())
    report = Check(Options(as_of=date(2026, 11, 23))).run(inputs.readings(), inputs.remarks)
    return {(one.control, one.resource): one.verdict for one in report.findings}
