"""Templates: what Terraform 1.11.4 makes of each is in the table, seen on 2026-11-23."""

from __future__ import annotations

from typing import Any

import pytest

from partywall.sources.terraform.values import Failure
from partywall.sources.terraform_hcl.lowering import lower, lower_template
from partywall.sources.terraform_hcl.syntax import (
    Bound,
    Conditional,
    Constant,
    Local,
    Object,
    Template,
    TemplateFor,
    Tuple,
)
from sources.terraform_hcl.dump import dump

LOCALS = {"v": "V", "n": 7}


def rendered(expr: Any, names: dict[str, Any]) -> Any:
    """The value of a template of constants."""
    match expr:
        case Constant():
            return expr.value
        case Local() | Bound():
            return names[expr.name]
        case Conditional():
            return rendered(expr.yes if rendered(expr.test, names) else expr.no, names)
        case Template():
            return "".join(str(rendered(part, names)) for part in expr.parts)
        case TemplateFor():
            return "".join(
                str(rendered(expr.body, names | {expr.key: key, expr.value: value}))
                for key, value in items(expr.collection)
            )
    raise AssertionError(type(expr))


def items(expr: Any) -> list[tuple[Any, Any]]:
    if isinstance(expr, Object):
        return [(rendered(key, {}), rendered(value, {})) for key, value in expr.items]
    assert isinstance(expr, Tuple)
    return list(enumerate(rendered(one, {}) for one in expr.items))


@pytest.mark.parametrize(
    "text, value",
    [
        ("<<EOT\n  a\n b\nEOT\n", "  a\n b\n"),
        ("<<EOT\nEOT\n", ""),
        ("<<EOT\n\nEOT\n", "\n"),
        ("<<-EOT\n    a\n      b\n    EOT\n", "a\n  b\n"),
        ("<<-EOT\n    a\n      b\n  EOT\n", "a\n  b\n"),
        ("<<-EOT\n    a\n${local.v}\n    EOT\n", "    a\nV\n"),
        ("<<-EOT\n    a\n  ${local.v} x\n    EOT\n", "  a\nV x\n"),
        ("<<-EOT\n    a\n\n  \n      \n    b\n    EOT\n", "a\n\n  \n      \nb\n"),
        ("<<-EOT\n\t\ta\n\t  b\n    EOT\n", "a\n b\n"),
        ("<<-EOT\n    %{ if true }\n      x\n    %{ endif }\n    EOT\n", "\n  x\n\n"),
        (
            "<<-EOT\n    a\n    %{ if true ~}\n      x\n    %{ endif ~}\n    b\n    EOT\n",
            "a\n      x\n    b\n",
        ),
        (
            "<<-EOT\n    a\n    %{~ if true }\n      x\n    %{~ endif }\n    b\n    EOT\n",
            "    a\n\n      x\n\n    b\n",
        ),
        ("<<EOT\na\n\n\n   ${~ local.v ~}   \n\n\nb\nEOT\n", "a\n\n\nV\n\nb\n"),
        ("<<EOT\n${local.v ~}\nEOT\n", "V"),
        ('"${~ local.n ~}"', 7),
        ('"${local.n}"', 7),
        ('"${local.n} "', "7 "),
        (
            '<<EOT\n\\n \\" $${x} %%{if} $$${local.v} $ % $$ %% \\\\${local.v}\nEOT\n',
            '\\n \\" ${x} %{if} $${local.v} $ % $$ %% \\\\V\n',
        ),
        (
            '"\\n \\t \\r \\" \\\\ \\u00e9 \\U0001F600 $${x} %%{if} $$${local.v} $ % $$ %% a$"',
            '\n \t \r " \\ \xe9 \U0001f600 ${x} %{if} $${local.v} $ % $$ %% a$',
        ),
        ('"$$$${x}"', "$$${x}"),
        ('"$$$$${local.v}"', "$$$${local.v}"),
        ('"%%%%{x}"', "%%%{x}"),
        ('"%${local.v}"', "%V"),
        ('"$%{if true}x%{endif}"', "$x"),
        ('"a %{ if true ~} b %{~ else ~} c %{~ endif ~} d"', "a bd"),
        ('"a %{ if false ~} b %{~ else ~} c %{~ endif ~} d"', "a cd"),
        ('"a%{ if false } b %{ endif }d"', "ad"),
        ('"%{ for k, v in {a=1,b=2} ~} ${k}=${v}; %{ endfor ~} ."', "a=1; b=2; ."),
        ('"%{ for v in [1,2] }<${v}>%{ endfor }"', "<1><2>"),
        (
            "<<EOT\n%{ for v in [1,2] ~}\n  item ${v}\n%{ endfor ~}\nend\nEOT\n",
            "  item 1\n  item 2\nend\n",
        ),
        (
            "<<-EOT\n    %{ for v in [1,2] ~}\n      item ${v}\n    %{ endfor ~}\n    end\n  EOT\n",
            "      item 1\n      item 2\n    end\n",
        ),
        (
            "<<EOT\n%{~ for v in [1,2] }\n  item ${v}\n%{~ endfor }\nend\nEOT\n",
            "\n  item 1\n  item 2\nend\n",
        ),
        ("<<EOT\r\na\r\n b\r\nEOT\r\n", "a\r\n b\r\n"),
        ("<<-EOT\r\n   a\r\n\r\n  b\r\n  EOT\r\n", " a\r\n\r\nb\r\n"),
        ("<<EOT\na\nEOT  \n", "a\n"),
        ("<<EOT\na\nEOTX\nx EOT\nEOT\n", "a\nEOTX\nx EOT\n"),
        ('"${"a${"b"}"}c"', "abc"),
        ('"${"${local.n}"}"', 7),
        ('"%{if true}${local.n}%{endif}"', "7"),
        ('"e\u0301"', "\xe9"),
        ('"e\\u0301"', "\xe9"),
        ('"  ${local.v}  ${local.v}  "', "  V  V  "),
        ('"# ${local.v} // x /* y */"', "# V // x /* y */"),
        ('"a\\t${~ local.v ~}\\n b"', "aVb"),
        ("<<EOT\nx \n \n${~ local.v}\nEOT\n", "x \nV\n"),
        ("<<-EOT\n      ${~ local.v}\n    b\n    EOT\n", "V\n    b\n"),
        ("<<-EOT\n    a ${local.v ~}\n      b\n        c\n    EOT\n", "a V      b\n    c\n"),
        ('"%{if false}a%{else}%{endif}|"', "|"),
        ('"${local.v}$"', "V$"),
        ('"$ {x} $$ {y} $a"', "$ {x} $$ {y} $a"),
        ("<<EOT\n$\n$$\n%\nEOT\n", "$\n$$\n%\n"),
        ("<<EOT\n  a\n   EOT\n", "  a\n"),
        ("<<-EOT\n\xa0\xa0a\n\xa0b\n  EOT\n", "\xa0a\nb\n"),
    ],
)
def test_as_terraform_does(text: str, value: str | int) -> None:
    body, faults = lower(f"x = {text}\n".encode(), "main.tf")
    assert not faults
    found = rendered(body.attributes["x"].value, LOCALS)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text, tree",
    [
        ('"a${var.x}b"', 't<"a" var.x "b">'),
        ('"${var.x}"', "var.x"),
        ('"${"${var.x}"}"', "var.x"),
        ('"${~ var.x ~}"', "var.x"),
        ("<<A\n${var.x}\nA\n", 't<var.x "\\n">'),
        ("<<A\n${var.x ~}\nA\n", "t<var.x>"),  # text, though nothing is left around it
        ('"%{if var.x}${var.y}%{endif}"', 't<(var.x ? t<var.y> : "")>'),
        ('"%{for k, v in var.x}${k}${v}%{endfor}"', "t<t<for k, v in var.x: t<$k $v>>>"),
        ('"${var.x["a"]}-${{a = 1}.a}"', 't<var.x["a"] "-" {"a"=1}.a>'),
        ('"$${var.x}"', '"${var.x}"'),
        ('"a${1 + 1 /* b */}"', 't<"a" (1 + 1)>'),
    ],
)
def test_tree(text: str, tree: str) -> None:
    body, faults = lower(f"x = {text}\n".encode(), "main.tf")
    assert not faults
    assert dump(body.attributes["x"].value) == tree


@pytest.mark.parametrize(
    "text, value",
    [
        ("a\n\n\n   ${~ v ~}   \n\n\nb\n", "a\n\n\nV\n\nb\n"),
        ("${n}", 7),
        ("${n}\n", "7\n"),
        ('\\n "q" $${x}', '\\n "q" ${x}'),
        ("$$${v}", "$${v}"),
        ("a %%{ %%", "a %{ %%"),
        ("${ $$", None),
        ("$${ $$ ${n} $$${ $$", "${ $$ 7 $${ $$"),
        ("a\r\n\r\n %{~ if true ~} \r\n  x%{endif}", "a\r\n\r\n  x"),
        ("é${n}e\u0301", "é7é"),
        ("", ""),
        ("END_OF_TEMPLATE${n}\nEND_OF_TEMPLATE\n", "END_OF_TEMPLATE7\nEND_OF_TEMPLATE\n"),
    ],
)
def test_templates_that_stand_alone(text: str, value: str | int | None) -> None:
    if value is None:
        with pytest.raises(Failure, match="does not parse"):
            lower_template(text, free=True)
        return
    assert rendered(lower_template(text, free=True), LOCALS) == value


def test_names_in_a_template_file_are_its_callers() -> None:
    tree = 't<$var.x " " upper($path.module)>'
    assert dump(lower_template("${var.x} ${upper(path.module)}", free=True)) == tree
    assert dump(lower_template("${var.x}!")) == 't<var.x "!">'


def test_offsets_count_from_where_the_text_begins() -> None:
    found = lower_template("ab${var.x}", 100)
    assert isinstance(found, Template)
    assert [part.at for part in found.parts] == [100, 104]
