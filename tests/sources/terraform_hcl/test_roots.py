"""Which folders are root modules, and where the modules they call are found."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from partywall.sources.inputs import InputOptions, Inputs
from partywall.sources.terraform_hcl.modules import Module
from partywall.sources.terraform_hcl.roots import Modules, find_roots

EMPTY = "locals {}\n"


def calls(*sources: str) -> str:
    """A file that calls modules `m0`, `m1` … by these sources."""
    return "".join(f'module "m{n}" {{\n  source = "{one}"\n}}\n' for n, one in enumerate(sources))


def tree(top: Path, **files: str) -> Path:
    """The folder, with `main.tf` in its subfolders: `a__b` is `a/b`, `top` itself is `_`."""
    for name, text in files.items():
        folder = top if name == "_" else top / name.replace("__", "/")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "main.tf").write_text(text)
    return top


def roots(top: Path) -> list[str]:
    """The roots below a folder, as paths from it."""
    folders = sorted({path.parent for path in top.rglob("*.tf")})
    return names(find_roots(top, folders, Modules(top)), top)


def names(folders: Iterable[Path], top: Path) -> list[str]:
    """Paths from a folder."""
    return [one.relative_to(top).as_posix() for one in folders]


def test_what_nothing_calls_is_a_root(tmp_path: Path) -> None:
    tree(
        tmp_path,
        envs__dev=calls("../../modules/net"),
        envs__prod=calls("../../modules/net", "../../modules/app"),
        modules__net=calls("./subnets"),
        modules__net__subnets=EMPTY,
        modules__app=EMPTY,
        modules__unused=EMPTY,
    )
    assert roots(tmp_path) == ["envs/dev", "envs/prod", "modules/unused"]


def test_the_named_folder_is_a_root_whoever_calls_it(tmp_path: Path) -> None:
    tree(tmp_path, _=EMPTY, uses=calls("../"))
    assert roots(tmp_path) == [".", "uses"]


@pytest.mark.parametrize("name", ["examples", "example", "test", "tests", "fixtures"])
def test_examples_do_not_unmake_what_they_show(tmp_path: Path, name: str) -> None:
    tree(
        tmp_path,
        modules__vpc=EMPTY,
        **{
            f"{name}__simple": calls("../../modules/vpc", "./inner"),
            f"{name}__simple__inner": EMPTY,
        },
    )
    assert roots(tmp_path) == sorted([f"{name}/simple", "modules/vpc"])


def test_a_folder_that_only_begins_like_the_examples_is_another(tmp_path: Path) -> None:
    tree(tmp_path, examples__a=calls("../../examples-shared"), **{"examples-shared": EMPTY})
    assert roots(tmp_path) == ["examples/a", "examples-shared"]


def test_calls_that_lead_nowhere_local_unmake_nothing(tmp_path: Path) -> None:
    text = 'module "computed" {\n  source = "./${local.x}"\n}\nmodule "none" {\n}\n'
    tree(tmp_path, a=calls("acme/b/aws", "b", "./") + text, b=EMPTY)
    assert roots(tmp_path) == ["a", "b"]


def test_a_circle_has_no_root(tmp_path: Path) -> None:
    tree(tmp_path, a=calls("../b"), b=calls("../a"))
    assert roots(tmp_path) == []


def test_json_sources_call_as_well(tmp_path: Path) -> None:
    tree(tmp_path, a=EMPTY, b=EMPTY)
    (tmp_path / "a" / "more.tf.json").write_text('{"module": {"b": {"source": "../b"}}}')
    assert roots(tmp_path) == ["a"]


# -- where modules are


def called(top: Path, root: Path, *path: str, modules: Modules | None = None) -> Module | str:
    """The module that the calls of these names lead to, from a root."""
    modules = modules or Modules(top)
    module: Module | str = modules.at(root)
    for n, name in enumerate(path):
        assert isinstance(module, Module)
        module = modules.called(module, module.calls[name], path[: n + 1], root)
    return module


def folder_of(found: Module | str) -> Path:
    """Where a module is."""
    assert isinstance(found, Module), found
    return found.folder


def test_local_modules_are_found_and_loaded_once(tmp_path: Path) -> None:
    tree(
        tmp_path,
        root=calls("../modules/a", "./../modules/a/"),
        modules__a=calls("./b"),
        modules__a__b=EMPTY,
    )
    modules = Modules(tmp_path)
    one = called(tmp_path, tmp_path / "root", "m0", modules=modules)
    assert folder_of(one) == tmp_path / "modules" / "a"
    assert called(tmp_path, tmp_path / "root", "m1", modules=modules) is one
    two = called(tmp_path, tmp_path / "root", "m0", "m0", modules=modules)
    assert folder_of(two) == tmp_path / "modules" / "a" / "b"
    assert names((folder_of(each) for each in modules.loaded()), tmp_path) == [
        "root",
        "modules/a",
        "modules/a/b",
    ]
    assert modules.anew().loaded() == []
    assert called(tmp_path, tmp_path / "root", "m0", modules=modules.anew()) is one


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    tree(tmp_path, inside=calls("../outside", "./link"), outside=EMPTY)
    top = tmp_path / "inside"
    (top / "link").symlink_to(tmp_path / "outside")
    assert "outside of what is checked" in str(called(top, top, "m0"))
    assert "outside of what is checked" in str(called(top, top, "m1"))
    assert folder_of(called(tmp_path, top, "m0")) == tmp_path / "outside"


def test_a_folder_may_be_named_through_a_link(tmp_path: Path) -> None:
    tree(tmp_path, real=calls("./a"), real__a=EMPTY)
    (tmp_path / "link").symlink_to("real")
    assert folder_of(called(tmp_path / "link", tmp_path / "link", "m0")).name == "a"


def test_why_a_module_is_not_there(tmp_path: Path) -> None:
    tree(tmp_path, _=calls("./nope", "acme/vpc/aws") + 'module "x" {\n  source = var.y\n}\n')
    assert called(tmp_path, tmp_path, "m0") == "there is no such folder"
    assert "terraform init" in str(called(tmp_path, tmp_path, "m1"))
    assert called(tmp_path, tmp_path, "x") == "its source is not a constant text"


def test_fetched_modules_are_found_inside_only(tmp_path: Path) -> None:
    top = tree(tmp_path / "top", _=calls("acme/vpc/aws", "acme/out/aws"))
    entries = [("m0", "acme/vpc/aws", ".terraform/modules/m0"), ("m1", "acme/out/aws", "../out")]
    fetched = top / ".terraform" / "modules"
    tree(fetched / "m0", _=calls("./modules/inner"), modules__inner=EMPTY)
    tree(tmp_path / "out", _=EMPTY)
    (fetched / "modules.json").write_text(
        json.dumps(
            {
                "Modules": [
                    {"Key": key, "Source": f"registry.terraform.io/{source}", "Dir": folder}
                    for key, source, folder in entries
                ]
            }
        )
    )
    assert folder_of(called(top, top, "m0")) == fetched / "m0"
    assert folder_of(called(top, top, "m0", "m0")) == fetched / "m0" / "modules" / "inner"
    assert "outside of what is checked" in str(called(top, top, "m1"))


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_left_as_it_was(tmp_path: Path, on: bool) -> None:
    tree(tmp_path, _='resource "aws_sqs_queue" "q" {\n}\n')
    before = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        assert [len(one.resources) for one in Inputs([str(tmp_path)], InputOptions()).readings()]
        assert gc.isenabled() is on
    finally:
        (gc.enable if before else gc.disable)()
