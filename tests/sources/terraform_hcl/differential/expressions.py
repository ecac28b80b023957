"""A writer of random expressions that Terraform accepts most of the time."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Final

from sources.terraform_hcl.differential.catalogue import SIGNATURES, Signature
from sources.terraform_hcl.differential.kinds import (
    ANY,
    NAMES,
    B,
    Kind,
    N,
    S,
    Term,
    bound,
    filled,
    joined,
    random_kind,
)

TEXTS: Final = (
    "a", "b", "b2", "zeta", "Some Words", "", "12", "7.50", "true", "a-b-c", "x,y", "é€",
    "10.1.0.0/16", 'quo"te', "line\nbreak", "tab\t", "back\\slash", "${literal}", "%{literal}",
    "%s and %d", "  pad ", "<&>",
)  # fmt: skip
KEYS: Final = ("a", "b", "b2", "key-1", "two words", "9")
NUMBERS: Final = (
    "0", "1", "2", "3", "7", "-1", "10", "0.1", "0.25", "1.50", "2.5", "-3.75", "1e3",
    "12345678901234567890",
)  # fmt: skip
BARE: Final = re.compile(r"[A-Za-z_][\w-]*")
CLOSED: Final = re.compile(r"\w[\w.\[\]\"]*|[a-z0-9]+\(.*\)|\(.*\)", re.DOTALL)
"""What needs no parentheses when an index or an attribute follows."""
POSTFIX: Final = re.compile(r"\{\}(?=[.\[])")


def quoted(text: str) -> str:
    """Text as a quoted literal of the language."""
    inner = json.dumps(text, ensure_ascii=False)[1:-1]
    return '"' + inner.replace("${", "$${").replace("%{", "%%{") + '"'


class Writer:
    """Writes expressions of a kind out of `atoms`, the terms that are in scope."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.atoms: list[Term] = []
        self.fresh = 0

    def offer(self, term: Term, depth: int = 3) -> None:
        """Put a term in scope, and what can be reached inside it."""
        self.atoms.append(term)
        if not isinstance(term.kind, tuple) or depth == 0:
            return
        word, inner = term.kind
        if word == "object":
            for name, kind in inner:
                step = self.random.choice((f".{name}", f'["{name}"]'))
                self.offer(term.path(step, kind), depth - 1)

    @contextmanager
    def knowing(self, *terms: Term) -> Iterator[None]:
        """Some terms more in scope, within."""
        before = len(self.atoms)
        for term in terms:
            self.offer(term)
        yield
        del self.atoms[before:]

    def name(self, stem: str) -> str:
        """A name that was not used before."""
        self.fresh += 1
        return f"{stem}{self.fresh}"

    def write(self, kind: Kind, depth: int = 3, *, known: bool = False, null: bool = False) -> Term:
        """An expression of this kind; `known` where nothing unknown or sensitive may be in it."""
        random = self.random
        if kind == ANY:
            kind = random_kind(random, 2)
        if null and random.random() < 0.08:
            return Term("null", kind, null=True)
        found = self._atom(kind, known, null) if random.random() < 0.45 else None
        if found is not None:
            return found
        if depth <= 0:
            return self._atom(kind, known, null) or self.literal(kind, 0, known=known)
        choice = random.random()
        if choice < 0.55:
            made = self.call(kind, depth, known=known, null=null)
            return made or self.literal(kind, depth, known=known, null=null)
        if choice < 0.72 and kind == S:
            return self.template(depth, known=known)
        if choice < 0.72 and isinstance(kind, tuple) and kind[0] in ("list", "map", "set"):
            return self.comprehension(kind, depth, known=known)
        if choice < 0.78 and kind == N:
            return self.arithmetic(depth, known=known)
        return self.literal(kind, depth, known=known, null=null)

    def _atom(self, kind: Kind, known: bool, null: bool) -> Term | None:
        """A term in scope; those added last are liked most."""
        fit = [
            term
            for term in self.atoms
            if (term.kind == kind or (term.kind == ANY and not known))
            and not (known and (not term.known or term.secret))
            and (null or not term.null)
        ]
        if not fit:
            return None
        if self.random.random() < 0.5:
            return self.random.choice(fit[-3:])
        return self.random.choice(fit)

    def call(self, kind: Kind, depth: int, *, known: bool, null: bool = False) -> Term | None:
        """A function or an operator that gives this kind; None when there is none."""
        fit = [
            (one, names)
            for one in SIGNATURES
            if (names := bound(one.gives, kind)) is not None
            and not (known and one.text == "timestamp()")
        ]
        if not fit:
            return None
        own = [pair for pair in fit if pair[0].gives == kind]
        signature, names = self.random.choice(own if own and self.random.random() < 0.6 else fit)
        made = self._applied(signature, kind, names, depth, known=known)
        if signature.fails and self.random.random() < 0.99:
            other = self.write(kind, depth - 1, known=known)
            made = joined(f"try({made.text}, {other.text})", kind, [made, other])
        if signature.text == "timestamp()":
            made = made._replace(known=False)
        if signature.text.startswith("nonsensitive(sensitive("):
            made = made._replace(secret=True)
        return made

    def _applied(
        self, signature: Signature, kind: Kind, names: dict[str, Kind], depth: int, *, known: bool
    ) -> Term:
        arguments = []
        for wanted in signature.takes:
            if wanted in ("digit", "month"):
                most = 9 if wanted == "month" else 3
                arguments.append(Term(str(self.random.randint(1, most)), N))
                continue
            inner = filled(wanted, names, self.random)
            nulls = signature.nulls and not arguments
            firm = known or signature.firm
            arguments.append(self.write(inner, depth - 1, known=firm, null=nulls))
        pattern = POSTFIX.sub("{:p}", signature.text)
        text = pattern.format(*(_Operand(one.text) for one in arguments))
        return joined(text, kind, arguments)

    def literal(self, kind: Kind, depth: int, *, known: bool = False, null: bool = False) -> Term:
        """A value written out, its parts written with less depth."""
        random = self.random
        if kind == S:
            return Term(quoted(random.choice(TEXTS)), S)
        if kind == N:
            return Term(random.choice(NUMBERS), N)
        if kind == B:
            return Term(random.choice(("true", "false")), B)
        if kind == ANY:
            return self.literal(random.choice((S, N, B)), 0)
        word, inner = kind
        if word == "object":
            fields = [
                (name, self.write(one, depth - 1, known=known, null=null)) for name, one in inner
            ]
            return self._object(fields, kind)
        count = random.choice((0, 1, 2, 2, 3)) if depth > 0 else random.choice((1, 2))
        parts = [
            self.write(inner, depth - 1, known=known, null=null and word != "set")
            for _ in range(count)
        ]
        nulls = any(part.null for part in parts)
        if word == "map":
            keys = random.sample(KEYS, count)
            return self._object(list(zip(keys, parts, strict=True)), kind)
        inside = ", ".join(part.text for part in parts) + (
            "," if parts and random.random() < 0.1 else ""
        )
        text = f"toset([{inside}])" if word == "set" else f"[{inside}]"
        return joined(text, kind, parts, null=nulls)

    def _object(self, fields: list[tuple[str, Term]], kind: Kind) -> Term:
        lines = []
        for name, one in fields:
            bare = BARE.fullmatch(name) and self.random.random() < 0.7
            key = (
                name
                if bare
                else f"({quoted(name)})"
                if self.random.random() < 0.1
                else quoted(name)
            )
            lines.append(f"{key} {self.random.choice('==:')} {one.text}")
        parts = [one for _, one in fields]
        nulls = any(part.null for part in parts)
        return joined("{ " + ", ".join(lines) + " }" if lines else "{}", kind, parts, null=nulls)

    def arithmetic(self, depth: int, *, known: bool) -> Term:
        """Numbers and operators, grouped by precedence alone."""
        parts = [self._number(depth - 1, known=known)]
        text = parts[0].text
        for _ in range(self.random.randint(1, 3)):
            operator = self.random.choice("++--**/%")
            if operator in "/%":
                parts.append(Term(self.random.choice(("2", "4", "-8", "3", "2.5")), N))
            else:
                parts.append(self._number(depth - 1, known=known))
            text += f" {operator} {parts[-1].text}"
        return joined(f"({text})", N, parts)

    def _number(self, depth: int, *, known: bool) -> Term:
        if self.random.random() < 0.1:
            return Term(self.random.choice(('"12"', '"0.5"', '"-3"')), N)
        made = self.write(N, depth, known=known)
        if self.random.random() < 0.1 and not made.text.startswith("-"):
            return made._replace(text=f"-{made.text}")
        return made

    def template(self, depth: int, *, known: bool) -> Term:
        """A quoted template with interpolations and directives."""
        text, parts = self.pieces(depth, known=known)
        return joined(f'"{text}"', S, parts)

    def pieces(self, depth: int, *, known: bool, newline: str = "") -> tuple[str, list[Term]]:
        """What stands inside a template, and the terms in it."""
        makers: tuple[Callable[[int, bool], tuple[str, list[Term]]], ...] = (
            self._literally,
            self._interpolated,
            self._interpolated,
            self._if,
            self._for,
        )
        text, parts = "", []
        for _ in range(self.random.randint(1, 3)):
            piece, inside = self.random.choice(makers)(depth - 1, known)
            text += piece + newline
            parts += inside
        return text, parts

    def _literally(self, _depth: int, _known: bool) -> tuple[str, list[Term]]:
        return self.random.choice(("x-", " and ", "$${no}", "%%{no}", "$ ", "é", "-", "100% ")), []

    def _interpolated(self, depth: int, known: bool) -> tuple[str, list[Term]]:
        one = self.write(self.random.choice((S, S, N, B)), depth, known=known)
        left, right = self.random.choice((("", ""), ("", ""), ("", ""), ("~", "~"), ("", "~")))
        return f"${{{left}{one.text}{right}}}", [one]

    def _if(self, depth: int, known: bool) -> tuple[str, list[Term]]:
        test = self.write(B, depth, known=known)
        yes = self.write(S, depth - 1, known=known)
        strip = self.random.choice(("", "", "~"))
        text = f"%{{ if {test.text} {strip}}} [${{{yes.text}}}] "
        parts = [test, yes]
        if self.random.random() < 0.5:
            no = self.write(S, depth - 1, known=known)
            text += f"%{{{strip} else }} <${{{no.text}}}> "
            parts.append(no)
        return f"{text}%{{ endif {strip}}}", parts

    def _for(self, depth: int, known: bool) -> tuple[str, list[Term]]:
        from_map = self.random.random() < 0.4
        over = self.write(("map" if from_map else "list", S), depth, known=known)
        one = self.name("t")
        names = f"{one}k, {one}" if from_map else one
        inner = over._replace(text=one, kind=S, uses=frozenset(), null=False, parts=())
        key = Term(f"{one}k", S)
        with self.knowing(*([key, inner] if from_map else [inner])):
            body = self.write(S, depth - 1, known=known)
        text = f"%{{ for {names} in {over.text} }}${{{body.text}}};%{{ endfor }}"
        return text, [over, body]

    def comprehension(self, kind: Kind, depth: int, *, known: bool) -> Term:
        """A `for` expression, perhaps with `if` and grouping."""
        random = self.random
        word, inner = kind
        source = random.choice(("list", "map", "set", "object"))
        element = random_kind(random, 1)
        if source == "set":
            element = S
        of = (
            ("object", tuple((n, element) for n in NAMES[:2]))
            if source == "object"
            else (source, element)
        )
        over = self.write(of, depth - 1, known=known)
        key, one = self.name("k"), self.name("v")
        key_kind = {"list": N, "set": S}.get(source, S)
        bound_key = Term(key, key_kind, known=over.known, secret=over.secret)
        bound_one = Term(one, element, known=over.known, secret=over.secret)
        with self.knowing(bound_key, bound_one):
            test = self.write(B, depth - 2, known=known) if random.random() < 0.35 else None
            name = self._key_from(bound_key, depth, known) if word == "map" else None
            grouped = word == "map" and isinstance(inner, tuple) and inner[0] == "list"
            body = self.write(inner[1] if grouped else inner, depth - 2, known=known)
        parts = [over, body, *([test] if test else []), *([name] if name else [])]
        tail = f" if {test.text}" if test else ""
        if name:
            dots = "..." if grouped else ""
            text = f"{{ for {key}, {one} in {over.text} : {name.text} => {body.text}{dots}{tail} }}"
        else:
            text = f"[for {key}, {one} in {over.text} : {body.text}{tail}]"
        return joined(f"toset({text})" if word == "set" else text, kind, parts)

    def _key_from(self, key: Term, depth: int, known: bool) -> Term:
        if self.random.random() < 0.9:
            return key._replace(text=f'"{self.random.choice("xyz")}${{{key.text}}}"', kind=S)
        return self.write(S, depth - 2, known=known)


class _Operand(str):
    """An operand; the format `p` puts it in parentheses where something is to follow it."""

    def __format__(self, wanted: str) -> str:
        if wanted == "p" and not CLOSED.fullmatch(self):
            return f"({self})"
        return str(self)
