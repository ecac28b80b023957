"""Random programs: modules with typed variables, locals, resources, calls and outputs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from sources.terraform_hcl.differential.expressions import KEYS, NUMBERS, TEXTS, Writer, quoted
from sources.terraform_hcl.differential.kinds import (
    ANY,
    B,
    Kind,
    N,
    S,
    Term,
    constraint,
    joined,
    list_of,
    map_of,
    random_kind,
)
from sources.terraform_hcl.differential.programs import Item, Program

CONDITION: Final = """\
  lifecycle {
    postcondition {
      condition     = can(self.id)
      error_message = "Never."
    }
  }
"""


def generate(seed: int) -> Program:
    """The program of this seed, always the same."""
    random = Random(seed)
    items: list[Item] = []
    modules: list[Module] = []
    for number in range(random.choice((0, 1, 2, 2, 3))):
        child = Module(random, f"modules/m{number + 1}", items, tuple(modules))
        child.fill()
        modules.append(child)
    Module(random, "", items, tuple(modules)).fill()
    return Program(tuple(items))


@dataclass(frozen=True)
class Input:
    """A variable of a module; `firm` when its callers may pass nothing unknown."""

    name: str
    kind: Kind
    required: bool
    firm: bool
    nullable: bool


@dataclass
class Module:
    """Writes one module into `items`; what it may call was written before."""

    random: Random
    folder: str
    items: list[Item]
    callable: tuple[Module, ...]
    inputs: list[Input] = field(default_factory=list)
    outputs: list[Term] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.writer = Writer(self.random)

    def fill(self) -> None:
        """Variables first, outputs last, and anything in between."""
        random = self.random
        if self.folder:
            self._add("folder.it", "# A module.")
        for _ in range(random.randint(1, 4)):
            self._variable()
        steps = [self._local] * random.randint(2, 6) + [self._resource] * random.randint(1, 4)
        steps += [self._call] * (random.randint(1, 3) if self.callable else 0)
        random.shuffle(steps)
        for step in steps:
            step()
        for _ in range(random.randint(1, 4)):
            self._output()

    def _add(
        self,
        name: str,
        text: str,
        uses: frozenset[str] = frozenset(),
        file: str = "main.tf",
        terms: list[Term] | None = None,
    ) -> str:
        key = f"{self.folder}:{name}"
        self.items.append(Item(key, self.folder, text, uses, file, tuple(terms or ())))
        return key

    def _variable(self) -> None:
        random, name = self.random, self.writer.name("v")
        kind = random_kind(random)
        nullable = random.random() < 0.2
        secret = random.random() < 0.1
        required = random.random() < (0.5 if self.folder else 0.3)
        firm = bool(self.folder) and random.random() < 0.4
        lines = []
        typed = random.random() < 0.8
        if typed:
            lines.append(f"type = {constraint(kind, random)}")
        if not required:
            default = (
                "null" if nullable and random.random() < 0.5 else constant(kind, random, typed)
            )
            lines.append(f"default = {default}")
        if secret:
            lines.append("sensitive = true")
        if not nullable and random.random() < 0.3:
            lines.append("nullable = false")
        if random.random() < 0.1:
            lines.append(
                f'validation {{\n condition = can(var.{name})\n error_message = "Never."\n}}'
            )
        text = f'variable "{name}" {{\n  ' + "\n  ".join(lines) + "\n}"
        key = self._add(f"var.{name}", text)
        self.inputs.append(Input(name, kind, required, firm, nullable))
        if not self.folder and (required or random.random() < 0.4):
            key = self._value(name, kind, key, typed)
        known = firm or not self.folder
        self.writer.offer(Term(f"var.{name}", kind, known, secret, nullable, frozenset({key})))

    def _value(self, name: str, kind: Kind, variable: str, typed: bool) -> str:
        random, uses = self.random, frozenset({variable})
        if random.random() < 0.25:
            text = json.dumps({name: plain(kind, random, typed)})
            return self._add(f"value.{name}", text, uses, "more.auto.tfvars.json")
        file = random.choice(("terraform.tfvars", "some.auto.tfvars"))
        return self._add(f"value.{name}", f"{name} = {constant(kind, random, typed)}", uses, file)

    def _local(self) -> None:
        random, name = self.random, self.writer.name("l")
        kind = random_kind(random, 2)
        made = self.writer.write(kind, 3, known=random.random() < 0.35, null=random.random() < 0.3)
        choice, uses, file = random.random(), made.uses, "main.tf"
        if choice < 0.1 and "\n" not in made.text:
            text = json.dumps({"locals": {name: f"${{{made.text}}}"}}, ensure_ascii=False)
            file = "more.tf.json"
        elif choice < 0.15:
            made = Term("", kind)
            value = escaped(plain(kind, random, False))
            text, file = json.dumps({"locals": {name: value}}, ensure_ascii=False), "more.tf.json"
        else:
            if choice < 0.3:
                made = self._heredoc() if choice < 0.25 else self._template_file(name)
                kind, uses = S, made.uses
            elif choice < 0.35:
                uses |= {self._add(f"under.{name}", f"locals {{\n  {name} = null\n}}")}
                file = "main_override.tf"
            text = f"locals {{\n  {name} = {bared(made.text)}\n}}"
        key = self._add(f"local.{name}", text, uses, file, [made])
        offered = made._replace(text=f"local.{name}", kind=kind, uses=frozenset({key}), parts=())
        self.writer.offer(offered)

    def _template_file(self, name: str) -> Term:
        """A call of `templatefile`, and the file."""
        inner = Writer(self.random)
        inner.offer(Term("one", S))
        inner.offer(Term("many", list_of(S)))
        text, _ = inner.pieces(3, known=True, newline="\n")
        key = self._add(f"file.{name}", text, file=f"{name}.tftpl")
        one, many = self.writer.write(S, 2), self.writer.write(list_of(S), 2)
        given = f"{{ one = {one.text}, many = {many.text} }}"
        call = f'templatefile("${{path.module}}/{name}.tftpl", {given})'
        made = joined(call, S, [one, many])
        return made._replace(uses=made.uses | {key})

    def _heredoc(self) -> Term:
        random = self.random
        inside, parts = self.writer.pieces(3, known=False, newline="\n      ")
        if random.random() < 0.6:
            text = f"<<-EOT\n      {inside}\n        deeper\n    EOT"
        else:
            text = f"<<EOT\n      {inside}\nlast\nEOT"
        return joined(text, S, parts)

    def _repetition(self) -> tuple[str, list[Term], list[Term], list[str] | int | None]:
        """A line with `count` or `for_each`; its terms; the terms it brings; the keys if sure."""
        random, writer = self.random, self.writer
        choice = random.random()
        if choice < 0.4:
            return "", [], [], None
        if choice < 0.65:
            index = [Term("count.index", N)]
            if random.random() < 0.6:
                number = random.choice((0, 1, 1, 2, 2, 3))
                return f"  count = {number}\n", [], index, number
            if random.random() < 0.5:
                test = writer.write(B, 2, known=True)
                return f"  count = {test.text} ? 1 : 0\n", [test], index, None
            one = writer.write(list_of(S), 2, known=True)
            return f"  count = length({one.text})\n", [one], index, None
        key = Term("each.key", S)
        if random.random() < 0.45:
            kind = random_kind(random, 1)
            made = writer.literal(map_of(kind), 2)
            value = made._replace(text="each.value", kind=kind, uses=frozenset(), parts=())
            return f"  for_each = {made.text}\n", [made], [key, value], None
        if random.random() < 0.5:
            keys = sorted(random.sample(KEYS, random.randint(1, 3)))
            text = ", ".join(quoted(one) for one in keys)
            return f"  for_each = toset([{text}])\n", [], [key, Term("each.value", S)], keys
        if random.random() < 0.5:
            made = writer.write(("set", S), 3, known=True)
            return f"  for_each = {made.text}\n", [made], [key, Term("each.value", S)], None
        kind = random_kind(random, 1)
        made = writer.write(map_of(kind), 3, known=True)
        return f"  for_each = {made.text}\n", [made], [key, Term("each.value", kind)], None

    def _resource(self) -> None:
        random, name = self.random, self.writer.name("r")
        address, key = f"terraform_data.{name}", f"{self.folder}:terraform_data.{name}"
        line, terms, brought, keys = self._over_another() or self._repetition()
        with self.writer.knowing(*brought):
            made = self.writer.write(random_kind(random, 2), 3, null=random.random() < 0.3)
        terms = [*terms, made]
        text = f'resource "terraform_data" "{name}" {{\n{line}  input = {bared(made.text)}\n'
        if random.random() < 0.1:
            text += CONDITION
        uses = frozenset().union(*(one.uses for one in terms))
        if not line and random.random() < 0.15 and "\n" not in made.text:
            inside = {"terraform_data": {name: {"input": f"${{{made.text}}}"}}}
            text = json.dumps({"resource": inside}, ensure_ascii=False)
            self._add(address, text, uses, "more.tf.json", terms)
        else:
            self._add(address, text + "}", uses, terms=terms)
        whole = made._replace(text=address, uses=frozenset({key}), parts=())
        given = (
            ("input", whole),
            ("id", whole._replace(kind=S, known=False, secret=False, null=False)),
            ("output", whole._replace(known=False)),
        )
        for attribute, one in given:
            self._offer_parts(address, attribute, one, brought, keys)
        if not brought:
            loose = whole._replace(kind=ANY, known=False, secret=False, null=False)
            self.writer.offer(loose._replace(text=f"jsondecode({address}.id)"))

    def _over_another(self) -> tuple[str, list[Term], list[Term], None] | None:
        """A `for_each` over another resource that has one."""
        found = [one for one in self.writer.atoms if one.text.startswith("{ for k, v in terraform")]
        if not found or self.random.random() < 0.6:
            return None
        chosen = self.random.choice(found)
        other = chosen.text.split(" ")[5]
        value = chosen._replace(text="each.value", uses=frozenset())
        if self.random.random() < 0.5:
            brought = [
                value._replace(
                    text=f"each.value.{chosen.text.split('.')[-1][:-2]}", kind=chosen.kind[1]
                )
            ]
            return f"  for_each = {other}\n", [chosen], [Term("each.key", S), *brought], None
        brought = [value._replace(kind=chosen.kind[1])]
        return f"  for_each = {chosen.text}\n", [chosen], [Term("each.key", S), *brought], None

    def _offer_parts(
        self, address: str, attribute: str, term: Term, brought: list[Term], keys: Any
    ) -> None:
        """An attribute of a resource or module, in scope in the ways in which it is reached."""
        offer, several = self.writer.offer, list_of(term.kind)
        if not brought:
            return offer(term._replace(text=f"{address}.{attribute}"))
        if brought[0].text == "count.index":
            offer(term._replace(text=f"{address}[*].{attribute}", kind=several))
            offer(term._replace(text=f"length({address})", kind=N, known=True, secret=False))
            if keys == 1:
                offer(term._replace(text=f"one({address}[*].{attribute})"))
            if keys:
                offer(term._replace(text=f"{address}[{self.random.randrange(keys)}].{attribute}"))
            return None
        text = f"{{ for k, v in {address} : k => v.{attribute} }}"
        offer(term._replace(text=text, kind=map_of(term.kind)))
        offer(term._replace(text=f"values({address})[*].{attribute}", kind=several))
        offer(term._replace(text=f"keys({address})", kind=list_of(S), known=True, secret=False))
        if keys:
            chosen = quoted(self.random.choice(keys))
            offer(term._replace(text=f"{address}[{chosen}].{attribute}"))
        return None

    def _call(self) -> None:
        random, name = self.random, self.writer.name("m")
        child = random.choice(self.callable)
        source = f"./{child.folder}" if not self.folder else f"../{child.folder.split('/')[1]}"
        line, terms, brought, keys = self._repetition()
        lines = []
        with self.writer.knowing(*brought):
            for one in child.inputs:
                if one.required or random.random() < 0.6:
                    made = self.writer.write(one.kind, 3, known=one.firm, null=one.nullable)
                    text = f"nonsensitive({made.text})" if made.secret else bared(made.text)
                    lines.append(f"  {one.name} = {text}\n")
                    terms = [*terms, made]
        text = f'module "{name}" {{\n  source = "{source}"\n{line}{"".join(lines)}}}'
        own = {f"{child.folder}:var.{one.name}" for one in child.inputs}
        uses = frozenset().union(*(one.uses for one in terms), own, {f"{child.folder}:folder.it"})
        key = self._add(f"module.{name}", text, uses, terms=terms)
        for output in child.outputs:
            needs = frozenset({key, f"{child.folder}:output.{output.text}"})
            self._offer_parts(
                f"module.{name}", output.text, output._replace(uses=needs), brought, keys
            )

    def _output(self) -> None:
        random, name = self.random, self.writer.name("o")
        made = self.writer.write(random_kind(random, 2), 3, null=random.random() < 0.3)
        hidden = made.secret or random.random() < 0.05
        tail = "\n  sensitive = true" if hidden else ""
        text = f'output "{name}" {{\n  value = {bared(made.text)}{tail}\n}}'
        self._add(f"output.{name}", text, made.uses, terms=[made])
        self.outputs.append(made._replace(text=name, secret=hidden, uses=frozenset(), parts=()))


def bared(text: str) -> str:
    """The text without parentheses around the whole, which change nothing."""
    if not text.startswith("("):
        return text
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return text[1:-1] if place == len(text) - 1 and '"' not in text else text
    return text


def escaped(value: Any) -> Any:
    """A value whose texts are taken literally, though they are templates in JSON."""
    if isinstance(value, str):
        return value.replace("${", "$${").replace("%{", "%%{")
    if isinstance(value, list):
        return [escaped(one) for one in value]
    if isinstance(value, dict):
        return {name: escaped(one) for name, one in value.items()}
    return value


def constant(kind: Kind, random: Random, loose: bool) -> str:
    """A value that needs no evaluation, as the language writes it."""
    return _spelled(plain(kind, random, loose))


def _spelled(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return f"[{', '.join(_spelled(one) for one in value)}]"
    if isinstance(value, dict):
        inside = ", ".join(f"{quoted(name)} = {_spelled(one)}" for name, one in value.items())
        return f"{{ {inside} }}"
    return json.dumps(value)


def plain(kind: Kind, random: Random, loose: bool) -> Any:
    """A value of this kind as JSON has it; a `loose` one may be another that converts to it."""
    if kind == S:
        return random.choice((*TEXTS, *TEXTS, 5, True) if loose else TEXTS)
    if kind == N:
        value = json.loads(random.choice([one for one in NUMBERS if "e" not in one]))
        return str(value) if loose and random.random() < 0.2 else value
    if kind == B:
        return random.choice((True, False, "true") if loose else (True, False))
    if kind == ANY:
        return random.choice((*TEXTS, 3, False))
    word, inner = kind
    if word == "object":
        return {name: plain(one, random, loose) for name, one in inner}
    count = random.randint(0, 3)
    if word == "map":
        return {key: plain(inner, random, loose) for key in random.sample(KEYS, count)}
    return [plain(inner, random, loose) for _ in range(count)]
