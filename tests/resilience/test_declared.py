"""`dependencies.toml`: what people say, and how they are told that it cannot be so."""

from __future__ import annotations

from pathlib import Path

import pytest

from partywall.kernel.errors import ConfigError
from partywall.resilience.declared import load


def test_what_is_declared(tmp_path: Path) -> None:
    file = tmp_path / "dependencies.toml"
    file.write_text(
        '[[application]]\nresource = "a"\nneeds = ["b"]\nany_of = [["c", "d"]]\n'
        'demand = 2\ncomplete = true\n[zones]\n"eu-west-1a" = "euw1-az2"\n'
    )
    found = load(file)
    one = found.of("a")
    assert (one.needs, one.any_of, one.demand, one.complete) == (("b",), (("c", "d"),), 2, True)
    assert found.zones == {"eu-west-1a": "euw1-az2"}
    assert not found.of("b").complete


@pytest.mark.parametrize(
    "text, what",
    [
        ("[[application", "no TOML"),
        ("[[application]]\nneeds = []", "missing required field `resource`"),
        ('[[application]]\nresource = "a"\ndemand = "two"', "Expected `int"),
        ('[[application]]\nresource = "a"\ndemand = -1', "not below 0"),
        ('[[application]]\nresource = "a"\n' * 2, "declared twice"),
        ("[[apps]]", "unknown field"),
    ],
)
def test_what_cannot_be(tmp_path: Path, text: str, what: str) -> None:
    file = tmp_path / "dependencies.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=what):
        load(file)
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.toml")
