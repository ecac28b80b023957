"""Columns and geometry of the stack: shares, widths, and the wall that never breaks."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partywall.assess.report import ResourceLine
from partywall.kernel.span import NOWHERE
from partywall.kernel.unknown import Unknown
from partywall.line.layer import LAYERS
from partywall.line.lines import Lines
from partywall.reports.stack import drawing
from partywall.reports.stack.column import (
    UNCLASSIFIED,
    Column,
    Level,
    class_ids,
    class_title,
    of_class,
    of_report,
)
from partywall.reports.stack.drawing import labels
from partywall.reports.stack.geometry import (
    GAP,
    Box,
    Place,
    cut,
    divided,
    measured,
    placed,
    shared_out,
    wrapped,
)
from reports.sample import large, sample

AWS, SHARED, YOURS, ABSENT = Level(aws=1), Level(shared=1), Level(customer=1), Level()
UNSETTLED = Level(shared=1, unresolved=1)


def place(*levels: Level, width: int = 100, height: int = 10) -> Place:
    column = Column("column", "", 1, levels)
    (found,) = placed([column], [width], [height] * len(levels), (0, 0))
    return found


# -- shares


@pytest.mark.parametrize(
    ("level", "share", "whose"),
    [
        (AWS, 1.0, "AWS's"),
        (SHARED, 0.5, "shared"),
        (YOURS, 0.0, "yours"),
        (Level(aws=1, customer=1), 0.5, "1 AWS's, 1 yours"),
        (Level(aws=1, shared=2, customer=1), 0.5, "1 AWS's, 2 shared, 1 yours"),
        (Level(aws=3, customer=1), 0.75, "3 AWS's, 1 yours"),
    ],
)
def test_a_shared_cell_counts_half(level: Level, share: float, whose: str) -> None:
    assert (level.aws_share, level.whose) == (share, whose)


def test_a_class_is_told_from_layer_to_layer() -> None:
    told = of_class("infra").told()
    assert told.startswith("infrastructure (infra). Site to Host operating system: AWS's; ")
    assert "Guest operating system to Network configuration: yours" in told
    assert told.endswith("Account: not there.")
    assert all(len(of_class(kind).levels) == len(LAYERS) for kind in class_ids())


# -- workloads


def test_every_cell_of_a_report_is_in_one_column() -> None:
    report = sample()
    for by in ("class", "service"):
        columns = of_report(report, by)  # type: ignore[arg-type]
        assert sum(one.count for one in columns) == len(report.lines)
        for party in ("aws", "shared", "customer"):
            drawn = sum(getattr(level, party) for one in columns for level in one.levels)
            cells = [cell for row in report.lines for cell in row.line.cells]
            assert drawn == sum(cell.party == party for cell in cells)


def test_states_are_on_the_side_of_the_party_and_none_is_lost() -> None:
    report = sample()
    levels = [level for one in of_report(report, "class") for level in one.levels]
    for level in levels:
        assert sum(count for _, count in level.aws_states) == level.aws
        assert sum(count for _, count in level.your_states) == level.shared + level.customer
    refuted = sum(state == "refuted" for row in report.lines for state in row.states)
    drawn = [*(one for level in levels for one in (*level.aws_states, *level.your_states))]
    assert sum(count for letter, count in drawn if letter == "r") == refuted > 0


def test_unclassified_resources_stand_last_and_apart() -> None:
    titles = [one.title for one in of_report(sample(), "class")]
    assert titles[-1] == UNCLASSIFIED
    assert titles.count(UNCLASSIFIED) == 1


def test_a_line_that_may_be_of_two_classes_is_called_by_both() -> None:
    unknown = Unknown("a parameter without a value")
    line = Lines(date(2026, 11, 23)).of("AWS::RDS::DBInstance", {"Engine": unknown})
    assert " or " in line.service_class
    report = sample()
    report.lines = [
        ResourceLine("Base", "AWS::RDS::DBInstance", "t.yaml", NOWHERE, line, ("open",) * 22)
    ]
    (column,) = of_report(report, "class")
    assert column.title == " or ".join(map(class_title, line.service_class.split(" or ")))
    assert column.title != line.service_class
    assert sum(level.unresolved for level in column.levels) > 0


def test_the_order_of_resources_changes_nothing() -> None:
    report = large(200)
    before = of_report(report, "service")
    report.lines.reverse()
    assert of_report(report, "service") == before


# -- the wall


def points(found: Place) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    return [(one.kind, one.points) for one in found.wall]


def test_the_wall_steps_where_the_party_changes() -> None:
    ((kind, wall),) = points(place(AWS, AWS, YOURS, SHARED))
    assert kind == "settled"
    assert wall == ((100, 46), (100, 22), (0, 22), (0, 10), (50, 10), (50, 0))


def test_the_wall_is_dashed_as_long_as_a_value_is_not_known() -> None:
    kinds = [kind for kind, _ in points(place(AWS, UNSETTLED, AWS))]
    assert kinds == ["settled", "unsettled", "settled"]


def test_the_wall_passes_layers_that_are_not_there() -> None:
    found = points(place(AWS, ABSENT, ABSENT, YOURS))
    assert [kind for kind, _ in found] == ["settled", "absent", "settled"]
    assert found[1][1] == ((100, 36), (100, 10), (0, 10))
    assert points(place(ABSENT, ABSENT)) == []


LEVELS = st.lists(
    st.builds(
        Level,
        aws=st.integers(0, 9),
        shared=st.integers(0, 9),
        customer=st.integers(0, 9),
        unresolved=st.integers(0, 1),
    ),
    min_size=1,
    max_size=22,
)


@given(LEVELS, st.integers(1, 600))
def test_the_wall_is_one_line_from_the_lowest_layer_to_the_highest(
    levels: list[Level], width: int
) -> None:
    found = place(*levels, width=width)
    there = [one for one in found.pieces if one.customer is not None]
    corners = [point for stretch in found.wall for point in stretch.points]
    for before, after in pairwise(found.wall):
        assert before.points[-1] == after.points[0]
    for (x, y), (right, above) in pairwise(corners):
        assert x == right or y == above
        assert above <= y
    if there:
        lowest, highest = there[0].whole, there[-1].whole
        assert corners[0][1] == lowest.y + lowest.height
        assert corners[-1][1] == highest.y


@given(LEVELS, st.integers(1, 600))
def test_the_sides_are_the_whole(levels: list[Level], width: int) -> None:
    for piece in place(*levels, width=width).pieces:
        if piece.aws is None or piece.customer is None:
            assert piece.level.total == 0
            continue
        assert piece.aws.width + piece.customer.width == piece.whole.width
        assert piece.aws.x + piece.aws.width == piece.customer.x
        assert (piece.level.aws + piece.level.shared > 0) or piece.aws.width == 0


def test_rows_go_up_without_meeting() -> None:
    boxes = [piece.whole for piece in place(AWS, AWS, AWS).pieces]
    assert [box.y for box in boxes] == [2 * (10 + GAP), 10 + GAP, 0]


def test_two_sides_of_an_even_row() -> None:
    piece = divided(SHARED, Box(10, 0, 80, 5))
    assert piece.aws == Box(10, 0, 40, 5)
    assert piece.customer == Box(50, 0, 40, 5)


# -- widths


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=40), st.integers(100, 3000))
def test_widths_go_by_count_within_their_bounds(counts: list[int], room: int) -> None:
    widths = shared_out(counts, room, 50, 400)
    assert all(50 <= one <= 400 for one in widths)
    assert sum(widths) <= max(room, 50 * len(counts))
    ranked = sorted(zip(counts, widths, strict=True))
    assert [width for _, width in ranked] == sorted(widths)


def test_widths_of_two_columns() -> None:
    assert shared_out([3, 1], 400, 50, 400) == [300, 100]
    assert shared_out([99, 1], 400, 50, 400) == [350, 50]
    assert shared_out([1], 400, 50, 200) == [200]
    assert shared_out([], 400, 50, 200) == []


# -- text


@given(st.text(max_size=300), st.integers(20, 300))
def test_lines_fit(text: str, width: int) -> None:
    assert all(measured(line, 12) <= width for line in wrapped(text, width, 12))
    assert measured(cut(text, width, 12), 12) <= width


def test_wrapping_keeps_the_words() -> None:
    text = "Patches the operating system and the kernel under the container."
    lines = wrapped(text, 150, 12)
    assert len(lines) > 2
    assert " ".join(lines) == text
    assert wrapped("", 150, 12) == []
    assert cut("a" * 100_000, 60, 12) == "aaaaaaa…"


# -- what is written in a narrow place


@pytest.mark.parametrize(("letter", "sign"), [("r", "×"), ("u", "?"), ("l", "◇"), ("w", "~")])
@pytest.mark.parametrize("count", [1, 53, 12_345])
def test_a_state_is_never_told_by_colour_alone(letter: str, sign: str, count: int) -> None:
    level = Level(customer=count + 1, your_states=((letter, count), ("p", 1)))
    signs = 0
    for width in range(1, 200):
        found = place(*[level] * 22, width=width, height=24)
        written = [labels(piece) for piece in found.pieces]
        drawn = "".join(drawing.column(found, "x", written))
        if f"state-{letter}" in drawn:
            assert sign in "".join(one.text for one in written[0])
            signs += 1
        for one in written[0]:
            wide = measured(one.text, 12)
            assert one.x - wide >= 0 if one.end else one.x + wide <= width
    assert signs > 180
