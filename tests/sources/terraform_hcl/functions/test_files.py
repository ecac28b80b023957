"""Files: what Terraform 1.11.4 found in the same folder (2026-11-23), and what is never read."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.kernel.unknown import Unknown
from partywall.sources.terraform.types import BOOL, STRING, set_type, type_of
from partywall.sources.terraform.values import Failure, SetValue
from partywall.sources.terraform_hcl.functions import call, files, globs
from partywall.sources.terraform_hcl.scope import Scope

REFUSED, HIDDEN = "refused", "hidden"
DEEP = ["a.txt", "e/b.txt", "e/f/c.json"]


@pytest.fixture(scope="module")
def scope(tmp_path_factory):
    """A checked folder `root` with links, odd names, and files beside it."""
    outer = tmp_path_factory.mktemp("files")
    root = outer / "root"
    (root / "d" / "e" / "f").mkdir(parents=True)
    (root / ".hid").mkdir()
    (root / "loop").mkdir()
    (outer / "outdir").mkdir()
    names = ("a.txt", "b.json", ".dot", "d/a.txt", "d/e/b.txt", "d/e/f/c.json", ".hid/x.txt")
    for name in (*names, "sp[1].txt", "../out.txt", "../outdir/o.txt"):
        (root / name).write_text("hi\n")
    (root / "utf.txt").write_bytes(b"h\xc3\xa9e\xcc\x81")
    (root / "bad.bin").write_bytes(b"\xff")
    for name, target in (
        ("link.txt", "a.txt"),
        ("dlink", "d"),
        ("broken.txt", "nowhere"),
        ("outlink.txt", "../out.txt"),
        ("odir", "../outdir"),
        ("loop/again", "."),
    ):
        (root / name).symlink_to(target)
    os.mkfifo(root / "pipe")
    return Scope(root, root, root)


def ask(name, scope, *arguments):
    """The answer, or that it is refused, or not known."""
    try:
        found = call(name, arguments, scope)
    except Failure:
        return REFUSED
    return HIDDEN if isinstance(found, Unknown) else found


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        (".", "a.txt", ["a.txt"]),
        ("", "a.txt", ["a.txt"]),
        (".", "d/**", [f"d/{one}" for one in DEEP]),
        (".", "d/**/*", [f"d/{one}" for one in DEEP]),
        (".", "d/**/", [f"d/{one}" for one in DEEP]),
        (".", "dlink/**", [f"dlink/{one}" for one in DEEP]),
        (".", "d/**/c.json", ["d/e/f/c.json"]),
        (".", "d/**/**/c.json", ["d/e/f/c.json"]),
        (".", "{a,b}.{txt,json}", ["a.txt", "b.json"]),
        (".", "[ab].*", ["a.txt", "b.json"]),
        (".", "[^a].*", ["b.json"]),
        (".", "[!a].*", ["a.txt"]),
        (".", "[a-b].txt", ["a.txt"]),
        (".", "[\\a].txt", ["a.txt"]),
        (".", "?.txt", ["a.txt"]),
        (".", "dlink/*", ["dlink/a.txt"]),
        (".", "d*/*.txt", ["d/a.txt", "dlink/a.txt"]),
        (".", "a**", ["a.txt"]),
        (".", ".*", [".dot"]),
        (".", ".*/x.txt", [".hid/x.txt"]),
        (".", "./*.json", ["b.json"]),
        (".", "/a.txt", ["a.txt"]),
        (".", "sp\\[1\\].txt", ["sp[1].txt"]),
        (".", "d/e/f/../*.txt", ["d/e/b.txt"]),
        (".", "a}", []),
        (".", "a,b.txt", []),
        (".", "", []),
        (".", "d", []),
        (".", "nothing/*", []),
        ("nothing", "*", []),
        ("a.txt", "*", []),
        ("d", "*", ["a.txt"]),
        ("d/", "a.*", ["a.txt"]),
        ("d", "../?.txt", ["../a.txt"]),
        (".", "[a", REFUSED),
        (".", "[]", REFUSED),
        (".", "[a-].txt", REFUSED),
        (".", "[]a].txt", REFUSED),
        (".", "{a", REFUSED),
        (".", "{d/a,b}.txt", REFUSED),
        (".", "broken*", REFUSED),
        (".", None, REFUSED),
        (".", "{a,{b,link}}.*", HIDDEN),
        (".", "outlink.*", HIDDEN),
        (".", "odir/*", HIDDEN),
        (".", "../*.txt", HIDDEN),
        ("..", "*.txt", HIDDEN),
        ("/", "*", HIDDEN),
        ("~", "*", HIDDEN),
        ("loop", "**", HIDDEN),
    ],
)
def test_fileset(scope, path, pattern, expected):
    found = ask("fileset", scope, path, pattern)
    assert found == expected
    assert isinstance(found, str | SetValue)


@pytest.mark.parametrize(
    ("name", "path", "expected"),
    [
        ("file", "a.txt", "hi\n"),
        ("file", "utf.txt", "h\u00e9\u00e9"),
        ("file", "link.txt", "hi\n"),
        ("file", "dlink/../d/a.txt", "hi\n"),
        ("file", "bad.bin", REFUSED),
        ("file", "none", REFUSED),
        ("file", "d", REFUSED),
        ("file", "", REFUSED),
        ("file", "pipe", REFUSED),
        ("file", "broken.txt", REFUSED),
        ("file", "a.txt/x", REFUSED),
        ("file", "x" * 5000, REFUSED),
        ("file", "a\0b", REFUSED),
        ("file", None, REFUSED),
        ("file", "../out.txt", HIDDEN),
        ("file", "outlink.txt", HIDDEN),
        ("file", "odir/o.txt", HIDDEN),
        ("file", "/etc/hostname", HIDDEN),
        ("file", "~/.profile", HIDDEN),
        ("filebase64", "bad.bin", "/w=="),
        ("filebase64", "a.txt", "aGkK"),
        ("filebase64", "utf.txt", "aMOpZcyB"),
        ("filebase64", "none", REFUSED),
        ("filebase64", "../out.txt", HIDDEN),
        ("filemd5", "utf.txt", "6cb4389b402e55a16d4550843d448d32"),
        ("filemd5", "none", REFUSED),
        ("filesha1", "utf.txt", "6b9c5cbaecac13cef4d62da56dd56df8b7a1a2ec"),
        ("filesha1", "d", REFUSED),
        (
            "filesha256",
            "bad.bin",
            "a8100ae6aa1940d0b663bb31cd466142ebbdbd5187131b92d93818987832eb89",
        ),
        (
            "filesha512",
            "utf.txt",
            "8a51a0831df254a74db26c6aa61f799c2746ebb1ec053999b336f954e545181533e44bdfac24b590131ed2e"
            "6442fa0253e549043924ddee5b774d51193224541",
        ),
        ("filebase64sha256", "utf.txt", "OP6w8wibe9sfR8eWHuZpdGWVgf1/Y3dkKZ43i89dhPM="),
        (
            "filebase64sha512",
            "utf.txt",
            "ilGggx3yVKdNsmxqph95nCdG67HsBTmZszb5VOVFGBUz5EvfrCS1kBMe0uZEL6AlPlSQQ5JN3uW3dNURkyJFQQ"
            "==",
        ),
        ("fileexists", "a.txt", True),
        ("fileexists", "link.txt", True),
        ("fileexists", "none", False),
        ("fileexists", "broken.txt", False),
        ("fileexists", "d", REFUSED),
        ("fileexists", "", REFUSED),
        ("fileexists", "a.txt/x", REFUSED),
        ("fileexists", "../out.txt", HIDDEN),
        ("fileexists", "/etc/hostname", HIDDEN),
    ],
)
def test_file(scope, name, path, expected):
    assert ask(name, scope, path) == expected


DIGESTS = ("filemd5", "filesha1", "filesha256", "filesha512", "filebase64sha256")


@pytest.mark.parametrize("name", [*DIGESTS, "filebase64sha512", "filebase64", "file"])
def test_every_reader_stays_inside(scope, name):
    for path in ("../out.txt", "outlink.txt", "/etc/passwd"):
        assert ask(name, scope, path) == HIDDEN
    for path in ("none", "d", "pipe"):
        assert ask(name, scope, path) == REFUSED
    assert isinstance(ask(name, scope, "a.txt"), str)


def test_what_is_outside_is_set_all_the_same(scope):
    for name, kind in (("file", STRING), ("filesha1", STRING), ("fileexists", BOOL)):
        found = call(name, ["../out.txt"], scope)
        assert (found.present, type_of(found)) == (True, kind)
    assert type_of(call("fileset", ["..", "*"], scope)) == set_type(STRING)


def test_a_large_file_is_not_read(scope, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 2)
    assert ask("file", scope, "a.txt") == HIDDEN
    assert ask("filesha1", scope, "a.txt") == HIDDEN
    assert ask("filesha1", scope, "bad.bin") != HIDDEN


def test_a_long_search_is_given_up(scope, monkeypatch):
    monkeypatch.setattr(globs, "MOST_VISITED", 5)
    assert ask("fileset", scope, ".", "*") == HIDDEN
    assert ask("fileset", scope, ".", "d/*") == ["d/a.txt"]


@pytest.mark.parametrize(
    ("name", "path"), [("abspath", "a/b"), ("abspath", ""), ("pathexpand", "~/a")]
)
def test_what_depends_on_the_machine_is_not_known(scope, name, path):
    found = call(name, [path], scope)
    assert isinstance(found, Unknown)
    assert (found.present, type_of(found)) == (True, STRING)


@given(st.text(st.sampled_from("ab.*?[]{}^-,\\/!é"), max_size=8))
def test_no_pattern_raises_anything_but_failure(scope, pattern):
    first = ask("fileset", scope, ".", pattern)
    assert first == ask("fileset", scope, ".", pattern)
    assert isinstance(first, str) or all("out" not in one for one in first)
