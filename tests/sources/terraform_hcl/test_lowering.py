"""The native syntax, construct by construct."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.lowering import lower, lower_template
from partywall.sources.terraform_hcl.syntax import Body, Constant, Fault
from sources.terraform_hcl.dump import dump, outline


def lowered(text: str) -> str:
    """The tree of an expression, dumped."""
    body, faults = lower(f"x = {text}\n".encode(), "main.tf")
    assert not faults
    return dump(body.attributes["x"].value)


def faults_of(text: str) -> list[str]:
    return [f"{one.where}: {one.message}" for one in lower(text.encode(), "main.tf")[1]]


@pytest.mark.parametrize(
    "simple, same",
    [
        ("var.a", "var .a"),
        ("data.aws_ami.a.id", "data.aws_ami .a.id"),
        ("aws_x.a.b.c.d", "aws_x.a.b .c.d"),
        ("var.a.b.c.d.e.f.g.h.i.j.k", "var.a.b.c.d.e.f.g.h.i.j .k"),
        ("terraform.workspace", "terraform .workspace"),
        ("data.aws_ami", "data .aws_ami"),
        ("[for v in [1] : v.a.b]", "[for v in [1] : v .a.b]"),
        ('[for k in ["a"] : k]', '[for k in ["\\u0061"] : k]'),
        ("12", "12.0"),
        ("007", "7"),
        ('"{a}"', '"\\u007ba}"'),
        ('"é"', '"\\u00e9"'),
    ],
)
def test_a_simple_shape_is_lowered_like_any_other_spelling_of_it(simple: str, same: str) -> None:
    assert lowered(simple) == lowered(same)


@pytest.mark.parametrize(
    "text, tree",
    [
        ("1", "1"),
        ("true", "true"),
        ("null", "null"),
        ('"a"', '"a"'),
        ('""', '""'),
        ("[]", "[]"),
        ("{}", "{}"),
        ("[1, 2,]", "[1, 2]"),
        ("[\n1, # one\n2 // two\n, /* three */ 3]", "[1, 2, 3]"),
        ("string", "'string"),
        ("list(string)", "list('string)"),
        ("optional(list(string), [])", "optional(list('string), [])"),
        # names
        ("var.a", "var.a"),
        ("local.a.b", "local.a.b"),
        ("module.m.out", "module.m.out"),
        ('module.m["k"].out', 'module.m["k"].out'),
        ("data.aws_ami.a.id", "data:aws_ami.a.id"),
        ("ephemeral.random_password.a.result", "ephemeral:random_password.a.result"),
        ("resource.aws_x.a.id", "managed:aws_x.a.id"),
        ("aws_x.a[0].id", "managed:aws_x.a[0].id"),
        ("aws.east", "managed:aws.east"),
        ("each.key", "each.key"),
        ("each.value.a", "each.value.a"),
        ("count.index", "count.index"),
        ("self.id", "self.id"),
        ("path.module", "path.module"),
        ("terraform.workspace", "terraform.workspace"),
        ("var", "'var"),
        ("data.aws_ami", "'data.aws_ami"),
        ("var.for", "var.for"),
        ("a-b", "'a-b"),
        ("a -b", "('a - 'b)"),
        ("var . a", "var.a"),
        ("var./* c */a", "var.a"),
        ("été", "'été"),
        # operators
        ("1 + 2 * 3", "(1 + (2 * 3))"),
        ("1 - 2 - 3", "((1 - 2) - 3)"),
        ("8 / 4 * 2 % 3", "(((8 / 4) * 2) % 3)"),
        ("1 + 2 % 3 - 4", "((1 + (2 % 3)) - 4)"),
        ("1 < 2 == 3 >= 4", "((1 < 2) == (3 >= 4))"),
        ("1 == 2 < 3", "(1 == (2 < 3))"),
        ("1 > 2 <= 3", "((1 > 2) <= 3)"),
        ("1 == 2 != 3", "((1 == 2) != 3)"),
        ("true || false && true || false", "((true || (false && true)) || false)"),
        ("true && 1 == 2", "(true && (1 == 2))"),
        ("1 + 2 == 3 && true", "(((1 + 2) == 3) && true)"),
        ("(1 + 2) * 3", "((1 + 2) * 3)"),
        ("-1", "(-1)"),
        ("-var.a[0].b * 2", "((-var.a[0].b) * 2)"),
        ("!true == false", "((!true) == false)"),
        ("!-1", "(!(-1))"),
        ("- - 1", "(-(-1))"),
        ("(1\n+\n2\n)", "(1 + 2)"),
        ("1 /* a */ + /* b */ 2 # c", "(1 + 2)"),
        # conditionals
        ("1 == 2 ? 3 : 4 + 5", "((1 == 2) ? 3 : (4 + 5))"),
        ("var.a ? 1 : var.b ? 2 : var.c ? 3 : 4", "(var.a ? 1 : (var.b ? 2 : (var.c ? 3 : 4)))"),
        ("var.a ? 1 : 2 == 3 ? 4 : 5", "(var.a ? 1 : ((2 == 3) ? 4 : 5))"),
        ("var.a ? var.b ? 1 : 2 : 3", "(var.a ? (var.b ? 1 : 2) : 3)"),
        ("var.a ? 1 : (var.b ? 2 : 3)", "(var.a ? 1 : (var.b ? 2 : 3))"),
        ("(var.a ? 1 : 2) ? 3 : 4", "((var.a ? 1 : 2) ? 3 : 4)"),
        ("var.a ? /* x */ 1 : var.b /* y */ ? 2 : 3", "(var.a ? 1 : (var.b ? 2 : 3))"),
        # calls
        ("f()", "f()"),
        ("f(1, 2,)", "f(1, 2)"),
        ("f(var.a...)", "f(var.a...)"),
        ("f(/* a */ 1 /* b */, 2 # c\n)", "f(1, 2)"),
        ("core::max(1)", "max(1)"),
        ("provider::aws::arn_parse(var.a).id", "provider::aws::arn_parse(var.a).id"),
        # steps
        ("var.a[0][var.b]", "var.a[0][var.b]"),
        ("var.a.0.b", "var.a[0].b"),
        ("[1, 2][0]", "[1, 2][0]"),
        ("{a = 1}.a", '{"a"=1}.a'),
        ("f(1)[0].b", "f(1)[0].b"),
        ("(var.a).b", "var.a.b"),
        ("var.a /* c */ .b", "var.a.b"),
        # splats
        ("var.a[*]", "var.a[*]<@>"),
        ("var.a[*].b.c", "var.a[*]<@.b.c>"),
        ("var.a[*].b[0].c", "var.a[*]<@.b[0].c>"),
        ("var.a[*].b[*].c", "var.a[*]<@.b[*]<@.c>>"),
        ("aws_x.a.*.id", "managed:aws_x.a[*]<@.id>"),
        ("aws_x.a.*.b[0].c", "managed:aws_x.a[*]<@.b>[0].c"),
        ("var.a.*.0", "var.a[*]<@[0]>"),
        ("var.a.*.b[*].c", "var.a[*]<@.b>[*]<@.c>"),
        ("var.a[*].b.*.c", "var.a[*]<@.b[*]<@.c>>"),
        ("f(1).*.b", "f(1)[*]<@.b>"),
        # objects
        ("{a = 1, b : 2}", '{"a"=1, "b"=2}'),
        ("{\n  # one\n  a = 1 # two\n  // three\n  b = 2, /* four */\n}", '{"a"=1, "b"=2}'),
        ('{"c d" = 1, (var.k) = 2, "${var.k}" = 3, "${var.k}x" = 4}',
         '{"c d"=1, var.k=2, var.k=3, t<var.k "x">=4}'),
        ("{6 = 1, true = 2, null = 3, if = 4, in = 5}",
         '{6=1, "true"=2, "null"=3, "if"=4, "in"=5}'),
        ("{a-b = 1, é = 2}", '{"a-b"=1, "é"=2}'),
        ("{ a = var.x\n (var.y) = 3\n}", '{"a"=var.x, var.y=3}'),
        # for
        ("[for v in var.a : v]", "[for v in var.a: $v]"),
        ("[for k, v in var.a : k.x if v != 1]", "[for k, v in var.a: $k.x if ($v != 1)]"),
        ("{for k, v in var.a : k => v...}", "{for k, v in var.a: $k => $v...}"),
        ("{for v in var.a : v.k => v if v.on}", "{for v in var.a: $v.k => $v if $v.on}"),
        ("[for v in v.a : [for w in v : v.b + w]]",
         "[for v in managed:v.a: [for w in $v: ($v.b + $w)]]"),
        ("[for local in [1] : local.n]", "[for local in [1]: $local.n]"),
        ("[for each in [1] : each.key]", "[for each in [1]: $each.key]"),
        ("[[for v in [1] : v], v]", "[[for v in [1]: $v], 'v]"),
        ("[for v in [1] : v /* a */ if true # b\n]", "[for v in [1]: $v if true]"),
    ],
)  # fmt: skip
def test_expression(text: str, tree: str) -> None:
    assert lowered(text) == tree


@pytest.mark.parametrize(
    "text, value",
    [
        ("0", 0),
        ("007", 7),
        ("0.5", Decimal("0.5")),
        ("0.10", Decimal("0.1")),
        ("1e3", 1000),
        ("1E+2", 100),
        ("1.5e-3", Decimal("0.0015")),
        ("1e-7", Decimal("1e-7")),
        ("2.0", 2),
        ("12345678901234567890123456789", 12345678901234567890123456789),
    ],
)
def test_numbers_are_exact(text: str, value: int | Decimal) -> None:
    body, _ = lower(f"x = {text}".encode(), "main.tf")
    found = body.attributes["x"].value
    assert isinstance(found, Constant)
    assert found.value == value
    assert type(found.value) is type(value)


def test_exponents_change_no_names() -> None:
    assert lowered('[a1e3, b.c1e-3, "x1e3", 1e3]') == '[\'a1e3, managed:b.c1e-3, "x1e3", 1000]'


def test_blocks() -> None:
    body, faults = lower(
        b"""\xef\xbb\xbfresource "aws_x" name {
          a = 1
          b {}
          b { c = 2 }
        }
        """,
        "main.tf",
    )
    assert not faults
    assert outline(body) == ["resource aws_x name", "  a = 1", "  b", "  b", "    c = 2"]


def test_dynamic_blocks_bind_their_iterator() -> None:
    body, faults = lower(
        b"""
        x = ingress.value
        dynamic "ingress" {
          for_each = ingress.a
          labels   = [ingress.key]
          content {
            port = ingress.value
            dynamic "sub" {
              for_each = ingress.value.subs
              iterator = it
              content {
                a = "${it.value}${ingress.key}"
                b = sub.value
              }
            }
          }
        }
        """,
        "main.tf",
    )
    assert not faults
    assert outline(body) == [
        "x = managed:ingress.value",
        "dynamic ingress",
        "  for_each = managed:ingress.a",
        "  labels = [$ingress.key]",
        "  content",
        "    port = $ingress.value",
        "    dynamic sub",
        "      for_each = $ingress.value.subs",
        "      iterator = 'it",
        "      content",
        "        a = t<$it.value $ingress.key>",
        "        b = managed:sub.value",
    ]


def test_an_empty_file_is_an_empty_body() -> None:
    for data in (b"", b"\n", b"# only a comment", b"\xef\xbb\xbf"):
        body, faults = lower(data, "main.tf")
        assert not faults
        assert outline(body) == []
        assert not body.broken


# -- faults


@pytest.mark.parametrize(
    "text, faults",
    [
        ("a = 1\nb = (1 +\n", ["main.tf:2"]),
        ('x = "a\nb"\n', ["main.tf:1"]),
        (r'x = "\q"', ["main.tf:1"]),
        (r'x = "\ud800"', ["main.tf:1"]),
        ("x = 0x1F", ["main.tf:1"]),
        ("x = 1e9999", ["main.tf:1"]),
        ("a = 1\na = 2\n", ["main.tf:2"]),
        ('resource "a" "b"\nresource "c" "d" {}\n', ["main.tf:1"]),
        ("x = <<EOT\na\n", ["main.tf:1"]),
        ("x = [<<EOT\na\nEOT, 2]\n", ["main.tf:1"]),
        (f"x = {'[' * 10_000}{']' * 10_000}", ["main.tf:1"]),
        (f"x = {'(' * 10_000}1{')' * 10_000}", ["main.tf:1"]),
        (f"x = {'1 + ' * 10_000}1", ["main.tf:1"]),
        (f"x = {'-' * 10_000}1", ["main.tf:1"]),
        (f"x = {'var.a ? 1 : ' * 10_000}1", ["main.tf:1"]),
        (f"x = a{'.b' * 10_000}", ["main.tf:1"]),
        (f'x = "{"%{if true}" * 10_000}{"%{endif}" * 10_000}"', ["main.tf:1"]),
    ],
)
def test_fault(text: str, faults: list[str]) -> None:
    assert [str(one.where) for one in lower(text.encode(), "main.tf")[1]] == faults


@pytest.mark.parametrize(
    "data, message, column",
    [
        (b"x = 1\0", "there are NUL bytes in it; is this text?", 6),
        (b"x = '\xff'", "this is not UTF-8", 6),
    ],
)
def test_what_is_not_text(data: bytes, message: str, column: int) -> None:
    body, (fault,) = lower(data, "main.tf")
    assert (fault.message, fault.where.column) == (message, column)
    assert body.broken


@pytest.mark.parametrize(
    "text, kept",
    [
        # a value is missing: the block is not whole, the next one is
        ('resource "a" "b" {\n  x = 1\n  y =\n}\nresource "c" "d" {\n  z = 3\n}\n',
         ["resource a b broken", "  x = 1", "resource c d", "  z = 3"]),
        # a brace is missing: what follows is not lost in the block
        ('resource "a" "b" {\n  ingress {\n    y = 2\n}\nresource "c" "d" {\n  z = 3\n}\n',
         ["resource a b broken", "  ingress", "    y = 2", "resource c d", "  z = 3"]),
        # half an expression is no value
        ('resource "a" "b" {\n  z = f(1,\n}\nresource "c" "d" {}\n',
         ["resource a b broken", "resource c d"]),
        ('resource "a" "b" {\n  x = true + +\n  y = 2\n}\n', ["resource a b broken"]),
        # one brace too many
        ('resource "a" "b" {}\n}\nresource "c" "d" {}\n', ["resource a b", "resource c d"]),
        # a fault that only lowering sees
        ('resource "a" "b" {\n  i {\n    x = 0x1\n  }\n  y = 2\n}\nresource "c" "d" {}\n',
         ["resource a b broken", "  y = 2", "  i broken", "resource c d"]),
    ],
)  # fmt: skip
def test_what_still_parses_is_kept(text: str, kept: list[str]) -> None:
    body, faults = lower(text.encode(), "main.tf")
    assert faults
    assert body.broken
    assert outline(body) == kept


def test_a_file_that_is_not_terraform_has_few_faults() -> None:
    _, faults = lower(b"<p>{\n" * 1000, "main.tf")
    assert 0 < len(faults) <= 51


def test_faults_quote_nothing() -> None:
    secret = "hunter2"
    for text in (
        f'x = "\\q{secret}"',
        f"x = {secret} {secret}",
        f"x = [{secret}",
        f'x = "{secret}',
    ):
        assert not any(secret in fault for fault in faults_of(text))


@pytest.mark.parametrize("gap", [b" " * 400_000, b"\n" * 400_000, b" \n\t" * 100_000])
def test_long_gaps_take_no_longer_than_text(gap: bytes) -> None:
    body, faults = lower(b"x = {" + gap + b"a = 1}\ny = 2\n", "main.tf")
    assert not faults
    assert outline(body) == ['x = {"a"=1}', "y = 2"]


# -- laws

PROGRAM = b"""
resource "aws_x" "a" {
  for_each = { for k, v in var.m : k => v... if v.on && k != "x" }
  name     = "a-${each.key}%{ if var.b ~} b %{ else } c %{ endif }"
  policy   = <<-EOT
    a ${local.x ? 1 : var.y ? 2 : -3}
      %{ for q in aws_y.b.*.id }${q}%{ endfor }
  EOT
  dynamic "ingress" {
    for_each = toset([1, 2.5e3])
    content { port = ingress.value }
  }
  tags = merge(local.tags, { "k" = (1 + 2) * 3, (var.z) : null })
}
"""

PIECES = st.sampled_from(
    [b"{", b"}", b"[", b"]", b"(", b")", b'"', b"${", b"%{", b"<<A\n", b"\n", b"=", b"? :", b"...",
     b"$${", b"\\", b"~", b"#", b"/*", b"\xc3", b"1e9", b".*", b"[*]", b"for x in", b"%{endif}"]
)  # fmt: skip


def everything(body: Body) -> list[tuple[str, int]]:
    own = [(name, one.at) for name, one in body.attributes.items()]
    return own + [pair for block in body.blocks for pair in everything(block.body)]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    body, faults = lower(data, "main.tf")
    assert all(isinstance(fault, Fault) for fault in faults)
    assert body.broken == bool(faults)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(PROGRAM)), st.integers(0, 6), PIECES), max_size=4))
def test_no_change_makes_it_fail(changes: list[tuple[int, int, bytes]]) -> None:
    data = PROGRAM
    for at, length, piece in changes:
        data = data[:at] + piece + data[at + length :]
    body, faults = lower(data, "main.tf")
    assert body.broken == bool(faults)
    for name, at in everything(body):
        assert data[at:].startswith(name.encode())
        where = body.file.span(at)
        line = data.split(b"\n")[where.line - 1]
        assert line[where.column - 1 :].startswith(name.encode())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["a", "é", "\n", " ", "$", "{", "}", "${x}", "%{if x}", "~", '"',
                                 "%{endif}", "\\", "EOT", "%", "#"]), max_size=12))  # fmt: skip
def test_no_template_is_too_odd(parts: list[str]) -> None:
    text = "".join(parts)
    try:
        found = lower_template(text)
    except Failure:
        assert "{" in text
    else:
        assert "${" in text or "%{" in text or dump(found) == dump(Constant(0, text))
