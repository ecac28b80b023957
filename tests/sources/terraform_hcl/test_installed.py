"""Which fetched folder stands for which module call."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from partywall.sources.terraform_hcl.installed import MANIFEST, NOT_FETCHED, Installed


def installed(root: Path, *entries: tuple[str, str, str]) -> Installed:
    """A root with these keys, sources and folders in its manifest."""
    file = root / MANIFEST
    file.parent.mkdir(parents=True)
    listed = [{"Key": key, "Source": source, "Dir": folder} for key, source, folder in entries]
    file.write_text(json.dumps({"Modules": [{"Key": "", "Source": "", "Dir": "."}, *listed]}))
    return Installed(root, root.resolve())


@pytest.mark.parametrize(
    ("written", "fetched"),
    [
        ("terraform-aws-modules/vpc/aws", "registry.terraform.io/terraform-aws-modules/vpc/aws"),
        (
            "terraform-aws-modules/vpc/aws//modules/vpc-endpoints",
            "registry.terraform.io/terraform-aws-modules/vpc/aws//modules/vpc-endpoints",
        ),
        ("app.terraform.io/acme/vpc/aws", "app.terraform.io/acme/vpc/aws"),
        ("github.com/acme/vpc", "git::https://github.com/acme/vpc.git"),
        ("github.com/acme/vpc?ref=v1", "git::https://github.com/acme/vpc.git?ref=v1"),
        ("github.com/acme/all//vpc?ref=v1", "git::https://github.com/acme/all.git//vpc?ref=v1"),
        ("git@github.com:acme/vpc.git", "git::ssh://git@github.com/acme/vpc.git"),
        ("git::https://acme.example/vpc.git?ref=v2", "git::https://acme.example/vpc.git?ref=v2"),
        ("https://acme.example/vpc.zip", "https://acme.example/vpc.zip"),
    ],
)
def test_a_source_in_any_spelling(tmp_path: Path, written: str, fetched: str) -> None:
    found = installed(tmp_path, ("net", fetched, ".terraform/modules/net"))
    assert found.folder(("net",), written) == tmp_path / ".terraform/modules/net"


@pytest.mark.parametrize(
    ("written", "fetched"),
    [
        ("acme/vpc/aws", "registry.terraform.io/other/vpc/aws"),
        ("acme/vpc/aws//modules/a", "registry.terraform.io/acme/vpc/aws//modules/b"),
        ("github.com/acme/vpc?ref=v2", "git::https://github.com/acme/vpc.git?ref=v1"),
        ("git::https://acme.example/vpc.git", "git::https://acme.example/other.git"),
    ],
)
def test_what_was_fetched_before_the_source_changed_is_no_longer_it(
    tmp_path: Path, written: str, fetched: str
) -> None:
    found = installed(tmp_path, ("net", fetched, ".terraform/modules/net"))
    assert "another module" in str(found.folder(("net",), written))


def test_a_call_inside_a_module_has_the_names_of_both(tmp_path: Path) -> None:
    found = installed(tmp_path, ("net.subnets", "registry.terraform.io/a/b/aws", "x"))
    assert found.folder(("net", "subnets"), "a/b/aws") == tmp_path / "x"
    assert found.folder(("subnets",), "a/b/aws") == NOT_FETCHED


@pytest.mark.parametrize("text", ["", "[]", "{", '{"Modules": [1]}', '{"Modules": {}}', "\xff"])
def test_a_manifest_that_is_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / MANIFEST
    file.parent.mkdir(parents=True)
    file.write_bytes(text.encode("latin-1"))
    assert Installed(tmp_path, tmp_path.resolve()).folder(("net",), "a/b/aws") == NOT_FETCHED


def test_no_manifest(tmp_path: Path) -> None:
    assert Installed(tmp_path, tmp_path.resolve()).folder(("net",), "a/b/aws") == NOT_FETCHED


def test_a_manifest_that_lies_outside(tmp_path: Path) -> None:
    installed(tmp_path / "other", ("net", "registry.terraform.io/a/b/aws", "x"))
    top = tmp_path / "top"
    top.mkdir()
    (top / ".terraform").symlink_to("../other/.terraform")
    assert Installed(top, top.resolve()).folder(("net",), "a/b/aws") == NOT_FETCHED
