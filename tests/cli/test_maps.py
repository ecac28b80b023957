"""`partywall reach map`, `partywall resilience map`, and the maps of a check's HTML report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.support import BROKEN, PLAN, REFUTED, ROOT, check, here, invoke, written

__all__ = ["here"]

TEMPLATE = "examples/storefront/cloudformation/storefront.yaml"


@pytest.mark.parametrize("verb", ["reach", "resilience"])
def test_a_map_as_svg_and_as_html(verb: str, here: Path) -> None:
    svg = invoke(verb, "map", PLAN)
    assert svg.exit_code == 0
    assert svg.stdout.startswith("<svg ")
    result = invoke(verb, "map", PLAN, "--output", "a.svg")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (here / "a.svg").read_text("utf-8") == svg.stdout
    result = invoke(verb, "map", PLAN, "--output", "a.html")
    assert (result.exit_code, result.stdout) == (0, "")
    page = (here / "a.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert page == invoke(verb, "map", PLAN, "--format", "html").stdout


def test_the_storefronts_balancer_is_reached_and_its_database_is_not() -> None:
    page = invoke("reach", "map", PLAN, "--format", "html").stdout
    row = re.compile(r'<bdi class="mono">(aws_\w+\.\w+)</bdi></th>.*?</span>(\w[\w ]*)</td>')
    rows = dict(row.findall(page))
    assert rows["aws_lb.shop"] == "reached"
    assert rows["aws_db_instance.orders"] == "not reached"
    assert rows["aws_cloudfront_distribution.shop"] == "perhaps reached"


def test_what_is_lost_is_on_the_map() -> None:
    result = invoke("resilience", "map", PLAN, "--fail", "az:eu-west-1a", "--format", "html")
    assert result.exit_code == 0
    assert "What survives without eu-west-1a" in result.stdout
    assert ">! eu-west-1a: lost</text>" in result.stdout


def test_what_is_declared_counts(here: Path) -> None:
    (here / "dependencies.toml").write_text("[nonsense", "utf-8")
    assert invoke("resilience", "map", PLAN).exit_code == 2
    assert invoke("resilience", "map", PLAN, "--dependencies", "none.toml").exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("reach", "map"),
        ("reach", "map", PLAN, "--output", "map.png"),
        ("reach", "map", PLAN, "--output", "no/folder/map.svg"),
        ("reach", "map", PLAN, "--config", "none.toml"),
        ("resilience", "map", PLAN, "--fail", "no.such.thing"),
    ],
)
def test_what_cannot_be_meant_is_said(arguments: tuple[object, ...], here: Path) -> None:
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert not list(here.iterdir())


def test_what_could_not_be_read_is_said_and_the_rest_is_drawn(here: Path) -> None:
    written(here, broken_yaml=BROKEN, good_yaml=REFUTED)
    result = invoke("reach", "map", "broken.yaml", "good.yaml")
    assert result.exit_code == 3
    assert result.stdout.startswith("<svg ")
    assert "broken.yaml" in result.stderr
    assert invoke("reach", "map", "broken.yaml").exit_code == 3


@pytest.mark.parametrize("kind", ["reach", "resilience"])
def test_the_pictures_of_the_documents_are_todays(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made by `partywall KIND map TEMPLATE --region eu-west-1 --output docs/images/KIND.svg`."""
    monkeypatch.chdir(ROOT)
    result = invoke(kind, "map", TEMPLATE, "--region", "eu-west-1")
    assert result.stdout.encode() == (ROOT / "docs" / "images" / f"{kind}.svg").read_bytes()


def test_the_report_of_a_check_has_maps_when_there_is_a_vpc(here: Path) -> None:
    page = check(PLAN, "--format", "html").stdout
    assert 'id="map0"' in page
    assert 'id="map1"' in page
    written(here, key_yaml=REFUTED)
    assert 'id="map0"' not in check("key.yaml", "--format", "html").stdout


def test_other_formats_do_not_pay_for_maps(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("maps were drawn")

    monkeypatch.setattr("partywall.assess.atlas.maps_of", never)
    assert check(PLAN, "--format", "json").exit_code == 1
    assert check(PLAN).exit_code == 1
