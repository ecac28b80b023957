"""Folders that try to make a reader run for ever, fill the memory, or read what it must not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

BUCKET: Final = 'resource "aws_s3_bucket" "b" {{\n  bucket = {}\n}}\n'

WIDE: Final = "range(1000)"

Files = dict[str, str]


def asked(expression: str, before: str = "") -> Files:
    """A bucket whose name is this expression."""
    return {"main.tf": before + BUCKET.format(expression)}


def chain(first: str, step: str, times: int, last: str = "{}") -> Files:
    """Locals of which each is made of the one before; the bucket's name is made of the last."""
    later = (step.replace("@", f"local.l{n}") for n in range(times))
    lines = [f"  l{n} = {text}" for n, text in enumerate([first, *later])]
    body = "\n".join(lines)
    return asked(last.format(f"local.l{times}"), f"locals {{\n{body}\n}}\n")


def called(folder: str, call: str, line: str = "") -> str:
    """A module call."""
    return f'module "{call}" {{\n  source = "{folder}"\n  {line}\n}}\n'


DOUBLINGS: Final[dict[str, Files]] = {
    "a text that doubles": chain('"0123456789"', '"${@}${@}"', 60),
    "a text that doubles by format": chain('"0123456789"', 'format("%s%s", @, @)', 60),
    "a text that doubles by join": chain('"0123456789"', 'join("", [@, @])', 60),
    "a text that grows by replace": chain('"aaaaaaaa"', 'replace(@, "a", @)', 40),
    "a text that grows by encoding": chain('"\\"\\\\"', "jsonencode(@)", 60),
    "a text that doubles by directive": chain('"ab"', '"%{ for x in [1, 2] }${@}%{ endfor }"', 60),
    "a list that doubles": chain("[1]", "concat(@, @)", 60, "length({})"),
    "a list of itself twice": chain("[1]", "[@, @]", 60, "jsonencode({})"),
    "a list of itself twice, compared": chain("[1]", "[@, @]", 60, '{0} == {0} ? "a" : "b"'),
    "a list of itself twice, flattened": chain("[1]", "[@, @]", 60, "length(flatten({}))"),
    "an object of itself twice": chain("{}", "{ a = @, b = @ }", 60, "jsonencode({})"),
    "an object of itself twice, counted": chain("{}", "{ a = @, b = @ }", 60, "length({})"),
    "a set product of itself": chain("range(10)", "setproduct(@, @)", 30, "length({})"),
    "unknowns that double": chain("timestamp()", '"${@}${@}"', 60),
    "unknowns that double in lists": chain("timestamp()", "[@, @]", 60, "jsonencode({})"),
    "conditionals that double": chain("timestamp()", '@ == "a" ? @ : "${@}b"', 60),
    "a number that is squared": chain("10", "@ * @", 60),
    "a fraction that is squared": chain("1.1", "@ * @", 60),
    "a number raised to itself": chain("10", "pow(@, @)", 6),
    "merges that double": chain(
        "{ a = 1 }", 'merge(@, { for k, v in @ : "${k}b" => v })', 60, "length({})"
    ),
}

LOOPS: Final[dict[str, Files]] = {
    "loops in loops": asked(
        f"length([for a in {WIDE} : [for b in {WIDE} : [for c in {WIDE} : a + b + c]]])"
    ),
    "loops that keep nothing": asked(
        f"length([for a in {WIDE} : a if length([for b in {WIDE} : b if length({WIDE}) == b]) > 1])"
    ),
    "a template in loops": asked(
        '"' + f"%{{ for a in {WIDE} }}" * 3 + "x" + "%{ endfor }" * 3 + '"'
    ),
    "a product of sets": asked(f"length(setproduct({WIDE}, {WIDE}, {WIDE}, {WIDE}))"),
    "a range without end": asked("length(range(1e300))"),
    "a range of tiny steps": asked("length(range(0, 1, 1e-300))"),
    "a wide format": asked('format("%1000000000d", 1)'),
    "a precise format": asked('format("%.1000000000f", 1)'),
    "a format whose width is an argument": asked('format("%*d", 1000000000, 1)'),
    "an indent": asked('indent(1000000000, "a\\nb")'),
    "a power": asked("pow(10, 1000000000)"),
    "a number of many digits": asked("9" * 100_000),
    "a number with a huge exponent": asked("1e999999999"),
    "the remainder of a huge number": asked("1e300000000 % 7"),
    "a huge number as text": asked('"${1e300000000}"'),
    "digits that are parsed": asked(f'parseint("{"z" * 50_000}", 36)'),
    "a regex that goes back and forth": asked(f'can(regex("^(a+)+$", "{"a" * 60}b"))'),
    "a regex of many repetitions": asked('can(regex("((a{1000}){1000}){1000}", "aaaa"))'),
    "a regex on a long text": asked(f'length(regexall("a?", "{"a" * 100_000}"))'),
    "a split of a long text": asked(f'length(split("", "{"a" * 300_000}"))'),
    "a long list made distinct": asked(f"length(distinct([{', '.join(map(str, range(30_000)))}]))"),
    "a billion laughs": asked(
        "yamldecode(local.y)[8][0]",
        "locals {\n  y = <<-EOT\n"
        + "".join(
            f"    - &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else 'lol'}]\n" for n in range(12)
        )
        + "  EOT\n}\n",
    ),
    "JSON in brackets": asked(f'length(jsondecode("{"[" * 50_000}{"]" * 50_000}"))'),
    "YAML in brackets": asked(f'length(yamldecode("{"[" * 20_000}{"]" * 20_000}"))'),
    "a network of many": asked('length(cidrsubnets("::/0", [for n in range(1000) : 100]...))'),
    "a count of a billion": {"main.tf": 'resource "aws_sqs_queue" "q" {\n  count = 1e9\n}\n'},
    "a count without end": {"main.tf": 'resource "aws_sqs_queue" "q" {\n  count = 1e300\n}\n'},
    "a for_each of millions": {
        "main.tf": 'resource "aws_sqs_queue" "q" {\n'
        f'  for_each = toset([for one in setproduct({WIDE}, {WIDE}) : join("-", one)])\n}}\n'
    },
    "modules by the billion": {
        "main.tf": 'module "m" {\n  source = "./m"\n  count = 1e9\n}\n',
        "m/main.tf": 'resource "aws_sqs_queue" "q" {\n  count = 1e9\n}\n',
    },
    "dynamic blocks by the million": {
        "main.tf": 'resource "aws_security_group" "g" {\n  dynamic "ingress" {\n'
        f"    for_each = setproduct({WIDE}, {WIDE})\n"
        "    content {\n      from_port = 1\n      to_port = 2\n    }\n  }\n}\n"
    },
}

CIRCLES: Final[dict[str, Files]] = {
    "a local of itself": asked("local.a", "locals {\n  a = local.a\n}\n"),
    "two locals of each other": asked("local.a", "locals {\n  a = [local.b]\n  b = [local.a]\n}\n"),
    "a resource of itself": asked("aws_s3_bucket.b.bucket"),
    "a count of itself": {
        "main.tf": 'resource "aws_sqs_queue" "q" {\n  count = length(aws_sqs_queue.q) + 1\n}\n'
    },
    "a for_each of itself": {
        "main.tf": 'resource "aws_sqs_queue" "q" {\n  for_each = aws_sqs_queue.q\n}\n'
    },
    "a variable of itself": asked("var.a", 'variable "a" {\n  default = var.a\n}\n'),
    "an output that comes back": {
        "main.tf": 'module "m" {\n  source = "./m"\n  a = module.m.a\n}\n'
        + BUCKET.format("module.m.a"),
        "m/main.tf": 'variable "a" {}\noutput "a" {\n  value = var.a\n}\n',
    },
    "a long chain of locals": chain('"a"', '"${@}"', 5_000),
    "a module that calls itself": {"main.tf": called("./", "m") + BUCKET.format('"b"')},
    "modules that call each other": {
        "main.tf": called("./a", "m"),
        "a/main.tf": called("../b", "m"),
        "b/main.tf": called("../a", "m") + BUCKET.format('"b"'),
    },
    "modules that double": {
        "main.tf": called("./m0", "m"),
        **{
            f"m{n}/main.tf": called(f"../m{n + 1}", "a") + called(f"../m{n + 1}", "b")
            for n in range(40)
        },
        "m40/main.tf": BUCKET.format('"b"'),
    },
    "a module that calls itself twice": {"main.tf": called("./", "a") + called("./.", "b")},
    "a template file of itself": {
        **asked('templatefile("${path.module}/t.tftpl", {})'),
        "t.tftpl": '${templatefile("t.tftpl", {})}${templatefile("t.tftpl", {})}',
    },
}


def _deep(left: str, right: str, inner: str = "1", times: int = 5_000) -> Files:
    return asked(left * times + inner + right * times)


DEPTHS: Final[dict[str, Files]] = {
    "parentheses": _deep("(", ")"),
    "tuples": _deep("[", "]"),
    "objects": _deep("{ a = ", " }"),
    "templates": _deep('"${', '}"'),
    "calls": _deep("upper(", ")", '"a"'),
    "tries": _deep("try(", ")"),
    "negations": _deep("!", "", "true"),
    "minus signs": _deep("- ", "", "1"),
    "conditionals": _deep("true ? 1 : ", "", "2"),
    "loops": _deep("[for x in ", " : x]", "[]"),
    "attributes": _deep("", ".a", "local.x"),
    "indexes": _deep("", "[0]", "local.x"),
    "splats": _deep("", "[*]", "local.x"),
    "sums": _deep("1 + ", "", "1", 20_000),
    "texts joined": asked('"' + "${timestamp()}-" * 20_000 + '"'),
    "directives": asked('"' + "%{ if true }" * 3_000 + "x" + "%{ endif }" * 3_000 + '"'),
    "blocks": {
        "main.tf": 'resource "aws_s3_bucket" "b" {\n' + "a {\n" * 5_000 + "}\n" * 5_000 + "}\n"
    },
    "dynamic blocks": {
        "main.tf": 'resource "aws_s3_bucket" "b" {\n'
        + 'dynamic "a" {\nfor_each = [1, 2]\ncontent {\n' * 40
        + "}\n}\n" * 40
        + "}\n"
    },
    "types": {
        "main.tf": 'variable "v" {\n  default = []\n'
        + f"  type = {'list(' * 5_000}string{')' * 5_000}\n}}\n"
        + BUCKET.format("length(var.v)")
    },
    "JSON": {"main.tf.json": '{"locals": {"a": ' + "[" * 5_000 + "]" * 5_000 + "}}"},
    "values": {
        "main.tf": 'variable "v" {}\n' + BUCKET.format("length(var.v)"),
        "terraform.tfvars": "v = " + "[" * 5_000 + "]" * 5_000 + "\n",
    },
    "brackets that never close": {"main.tf": "locals {\n  a = " + "[" * 20_000 + "\n}\n"},
    "templates that never close": {"main.tf": 'locals {\n  a = "' + "${" * 20_000 + "\n}\n"},
    "heredocs that never close": {"main.tf": "locals {\n  a = " + "<<EOT\n" * 5_000},
}

READABLE: Final = DOUBLINGS | LOOPS | CIRCLES | DEPTHS


def _loop(folder: Path) -> None:
    (folder / "main.tf").write_text(called("./again", "m") + BUCKET.format('"b"'))
    (folder / "again").symlink_to(folder)


def _loop_of_files(folder: Path) -> None:
    (folder / "main.tf").symlink_to(folder / "other.tf")
    (folder / "other.tf").symlink_to(folder / "main.tf")
    (folder / "sure.tf").write_text(BUCKET.format('"b"'))


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "main.tf")
    (folder / "sure.tf").write_text(BUCKET.format('file("${path.module}/main.tf")'))


def _pipe_of_values(folder: Path) -> None:
    os.mkfifo(folder / "terraform.tfvars")
    (folder / "main.tf").write_text('variable "v" {}\n' + BUCKET.format("var.v"))


def _device(folder: Path) -> None:
    (folder / "endless").symlink_to("/dev/zero")
    (folder / "main.tf").write_text(BUCKET.format('filesha256("${path.module}/endless")'))


def _device_as_source(folder: Path) -> None:
    (folder / "main.tf").symlink_to("/dev/zero")
    (folder / "sure.tf").write_text(BUCKET.format('"b"'))


def _folder_as_source(folder: Path) -> None:
    (folder / "main.tf").mkdir()
    (folder / "sure.tf").write_text(BUCKET.format('file("${path.module}/main.tf")'))


def _bytes(folder: Path) -> None:
    (folder / "main.tf").write_bytes(b'\xff\xfe\x00locals {\n a = "\xff\x00"\n}\n\x00')
    (folder / "sure.tf").write_text(BUCKET.format('"b"'))


PLACED: Final[dict[str, Callable[[Path], None]]] = {
    "a folder in itself": _loop,
    "files that are each other": _loop_of_files,
    "a pipe": _pipe,
    "a pipe of values": _pipe_of_values,
    "a device": _device,
    "a device as source": _device_as_source,
    "a folder named like a file": _folder_as_source,
    "bytes that are no text": _bytes,
}
"""What only a file system can hold."""
