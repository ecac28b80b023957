"""tree-sitter's grammar of HCL: a parser, and its kinds of nodes by number.

Where the grammar and Terraform disagree about where a token ends, the parser is given a text of
the same length that both read alike. All words are taken from the original text, so nothing is
lost: exponents (`1e3`, which the grammar does not know) become digits, `$$$${`, of which only the
last two dollars are an escape, becomes plain characters, and most of a very long run of white space
(on which the parser's time is quadratic) becomes a comment.
"""

from __future__ import annotations

import re
from typing import Final

import tree_sitter_hcl
from tree_sitter import Language, Node, Parser

_LANGUAGE: Final = Language(tree_sitter_hcl.language())
_PARSER: Final = Parser(_LANGUAGE)
_EXPONENT: Final = re.compile(rb"([0-9])([eE][+-]?)(?=[0-9])")
_ESCAPE: Final = re.compile(rb"[$]{2,}(?=\{)|%{2,}(?=\{)")
_LONG: Final = 600
_GAP: Final = re.compile(rb"(\s{200})\s{200,}(?=\s{200})")
_BLANKS: Final = bytes(0 if chr(code) in " \t\r\n\v\f" else 1 for code in range(256))


def parse(data: bytes) -> Node:
    """The root of the syntax tree."""
    if data.translate(_BLANKS).find(bytes(_LONG)) >= 0:
        data = _GAP.sub(lambda run: run[1] + b"/*%b*/" % (b" " * (len(run[0]) - 204)), data)
    if b"$${" in data or b"%%{" in data:
        data = _ESCAPE.sub(lambda found: b"_" * len(found[0]), data)
    data = _EXPONENT.sub(lambda found: found[1] + b"0" * len(found[2]), data)
    return _PARSER.parse(data).root_node


def _kind(name: str, named: bool = True) -> int:
    number = _LANGUAGE.id_for_node_kind(name, named)
    assert number, f"the grammar has no {name}"
    return number


ATTRIBUTE: Final = _kind("attribute")
BLOCK: Final = _kind("block")
BLOCK_START: Final = _kind("block_start")
BODY: Final = _kind("body")
COMMENT: Final = _kind("comment")
IDENTIFIER: Final = _kind("identifier")
STRING: Final = _kind("string_lit")

EXPRESSION: Final = _kind("expression")
LITERAL: Final = _kind("literal_value")
TEMPLATE: Final = _kind("template_expr")
HEREDOC: Final = _kind("heredoc_template")
COLLECTION: Final = _kind("collection_value")
TUPLE: Final = _kind("tuple")
OBJECT_ELEMENT: Final = _kind("object_elem")
VARIABLE: Final = _kind("variable_expr")
CALL: Final = _kind("function_call")
ARGUMENTS: Final = _kind("function_arguments")
ELLIPSIS: Final = _kind("ellipsis")
FOR: Final = _kind("for_expr")
FOR_TUPLE: Final = _kind("for_tuple_expr")
FOR_CONDITION: Final = _kind("for_cond")
OPERATION: Final = _kind("operation")
UNARY: Final = _kind("unary_operation")
CONDITIONAL: Final = _kind("conditional")
PARENTHESIS: Final = _kind("(", False)

GET_ATTR: Final = _kind("get_attr")
INDEX: Final = _kind("index")
LEGACY_INDEX: Final = _kind("legacy_index")
SPLAT: Final = _kind("splat")
FULL_SPLAT: Final = _kind("full_splat")

INTERPOLATION: Final = _kind("template_interpolation")
DIRECTIVE: Final = _kind("template_directive")
HEREDOC_IDENTIFIER: Final = _kind("heredoc_identifier")
FOR_START: Final = _kind("template_for_start")
FOR_END: Final = _kind("template_for_end")
IF_START: Final = _kind("template_if_intro")
ELSE: Final = _kind("template_else_intro")
IF_END: Final = _kind("template_if_end")

_BINARY: Final = ("+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||")
OPERATORS: Final = {_kind(sign, False): sign for sign in _BINARY}
