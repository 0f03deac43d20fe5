"""The pictures of what changed between two positions: how the open add up, which dates moved."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from tests.test_pages_changes import AFTER, BEFORE
from tracker import charts, read_plan
from tracker.timeline import Comparison, compare


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    # Open: five as at 12 January, less 1.1 completed and 2.2 gone, and 2.4 added: four.
    before, after = (read_plan(content, name="plan.csv") for content in (BEFORE, AFTER))
    return compare(before, after, as_at=date(2016, 4, 30), previous_as_at=date(2016, 1, 12))


def test_each_bar_begins_where_the_one_before_it_ended(comparison):
    chart = charts.balance_waterfall(comparison)
    assert chart.title == "1 fewer open than before: 5, then 4"
    _, bars = json.loads(chart.figure.to_json())["data"]
    labels = chart.figure.layout.yaxis.ticktext
    assert list(zip(labels, bars["base"], bars["x"], bars["text"], strict=True)) == [
        ("Open at 12 Jan 2016", 0, 5, "5"),
        ("Added", 5, 1, "+1"),
        ("Completed", 5, 1, "−1"),
        ("No longer in the plan", 4, 1, "−1"),
        ("Open at 30 Apr 2016", 0, 4, "4"),
    ]
    assert chart.table["Number"].sum() - 4 == 4  # opening and moves make the closing


def test_a_line_an_action_whose_date_moved_the_furthest_first(comparison):
    # 1.2 from 30 April to 30 June: 61 days; 2.1 from 30 November to 31 December: 31.
    chart = charts.agreed_dates_slope(comparison)
    assert chart.title == "Action 1.2 moved most: 61 days later"
    assert chart.table["Reference"].tolist() == ["1.2", "2.1"]
    lines = [t for t in json.loads(chart.figure.to_json())["data"] if t["mode"] == "lines"]
    assert [line["y"] for line in lines] == [
        ["2016-04-30", "2016-06-30"],
        ["2015-11-30", "2015-12-31"],
    ]
    words = [note["text"] for note in json.loads(chart.figure.to_json())["layout"]["annotations"]]
    assert {"1.2 +61", "2.1 +31"} <= set(words)


def test_names_at_the_ends_of_lines_keep_clear_of_each_other():
    lines = [b"Ref,Action,Original timescale,Revised,Status"]
    rows = [b"%d,Act %d,30/11/2015,%02d/06/2016,Open" % (n, n, n) for n in range(1, 13)]
    before = read_plan(
        b"\n".join([*lines, *(r.replace(b"/06/", b"/05/") for r in rows)]), name="a.csv"
    )
    after = read_plan(b"\n".join([*lines, *rows]), name="b.csv")
    compared = compare(before, after, as_at=date(2016, 4, 30), previous_as_at=date(2016, 1, 12))
    layout = charts.agreed_dates_slope(compared).figure.layout
    plot = layout.height - layout.margin.t - layout.margin.b
    places = sorted(note.y * plot for note in layout.annotations if note.yref == "paper")
    assert len(places) == 12
    assert min(b - a for a, b in pairwise(places)) >= 16


def test_where_nothing_moved_there_is_no_picture():
    plan = read_plan(BEFORE, name="plan.csv")
    same = compare(plan, plan, as_at=date(2016, 1, 12), previous_as_at=date(2016, 1, 12))
    assert charts.agreed_dates_slope(same).figure is None
    assert charts.balance_waterfall(same).title == "As many open as before: 5"


@pytest.mark.parametrize("name", ["balance_waterfall", "agreed_dates_slope"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_knows_every_property_that_is_drawn_with(comparison, name, theme):
    drawn = getattr(charts, name)(comparison, theme=theme).figure
    go.Figure(drawn.to_dict())  # raises for one that it does not know
