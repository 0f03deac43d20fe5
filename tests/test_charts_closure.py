"""The closure chart: the record, its band, what is to come, and the dates marked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.made_plans import AGES, AS_AT, REFUSED, done, measured, still_open
from tests.test_charts import drawn, strings
from tracker import charts, forecast
from tracker.charts.palette import THEMES
from tracker.fields import PUBLISHED
from tracker.forecasting import Forecast
from tracker.words import month_words


def made(*open_: dict[str, Any]) -> Forecast:
    rows = open_ or still_open(5, original_due="2018-01-31")
    return forecast(measured(*done(*AGES), *rows), AS_AT)


def lines(chart: charts.Chart) -> list[dict[str, Any]]:
    """The lines that say something; the others are the edges of the bands."""
    return [trace for trace in drawn(chart)["data"] if "customdata" in trace]


def marks(chart: charts.Chart) -> dict[str, dict[str, Any]]:
    """The marks by their words, each with the line that stands there."""
    layout = drawn(chart)["layout"]
    sticks = {(shape["x0"], shape["y1"]): shape for shape in layout["shapes"]}
    found = {note["text"]: sticks.get((note["x"], note["y"])) for note in layout["annotations"]}
    return {words: stick for words, stick in found.items() if stick is not None}


def test_the_title_states_how_much_is_done_and_the_even_chance():
    found = made()
    chart = charts.closure_curve(found)
    assert chart.title == (
        f"12 of 17, 71% complete; on past pace, an even chance of all by "
        f"{month_words(found.plan.p50)}"
    )
    assert "17 actions, as at 30 April 2016" in chart.subtitle
    assert chart.alt.startswith(chart.title)
    assert f"80%: {month_words(found.plan.p80)}" in chart.alt
    assert "the plan's own latest date: 31 January 2018" in chart.alt


def test_the_subtitle_counts_the_actions_that_the_curve_is_of():
    found = forecast(measured(*done(*AGES, -20, -20), *still_open(5)), AS_AT)
    subtitle = charts.closure_curve(found).subtitle
    assert (
        "17 actions, as at 30 April 2016; 2 more, complete before the report, left out" in subtitle
    )


def test_one_date_among_many_completions_draws_no_curve():
    chart = charts.closure_curve(forecast(measured(*done(10, *[None] * 12), *still_open(7)), AS_AT))
    assert chart.figure is None
    assert chart.title == "Too few completions have a date to draw the curve from"


def test_the_record_is_drawn_in_steps_to_the_as_at_date_and_then_goes_on_dashed():
    found = made()
    ahead, record = lines(charts.closure_curve(found))
    assert (record["line"]["shape"], record["line"].get("dash")) == ("hv", None)
    assert ahead["line"]["dash"] == "6px,4px"
    assert record["x"][0] == PUBLISHED.isoformat()
    assert record["x"][-1] == ahead["x"][0] == AS_AT.isoformat()
    assert len(record["x"]) == len(AGES) + 2  # from the start, a step each, to the as-at date
    assert "71% still open" not in record["customdata"][-1]
    assert "29% still open" in record["customdata"][-1]


def test_each_line_has_its_band():
    traces = drawn(charts.closure_curve(made()))["data"]
    assert [trace.get("fill") for trace in traces] == [None, "tonexty", None] * 2


def test_the_dates_are_marked_the_later_the_lower():
    found = made()
    stood = marks(charts.closure_curve(found))
    plan = found.plan
    words = {
        f"even chance: {month_words(plan.p50)}": plan.p50,
        f"80%: {month_words(plan.p80)}": plan.p80,
        "the plan: 31 Jan 2018": date(2018, 1, 31),
    }
    for text, day in words.items():
        assert stood[text]["x0"] == day.isoformat()
    del stood["as at 30 Apr 2016"]
    in_order = sorted(stood.values(), key=lambda stick: stick["x0"])
    heights = [stick["y1"] for stick in in_order]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == len(heights)
    assert stood["the plan: 31 Jan 2018"]["line"]["dash"] == "6px,3px"


def test_a_plans_date_that_has_passed_stands_low_before_the_as_at_date():
    chart = charts.closure_curve(made(*still_open(3, original_due="2015-11-30")))
    stick = marks(chart)["the plan:<br>30 Nov 2015"]
    assert stick["y1"] < 0.2


def test_the_as_at_date_is_a_labelled_line():
    texts = [note["text"] for note in drawn(charts.closure_curve(made()))["layout"]["annotations"]]
    assert "as at 30 Apr 2016" in texts


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_drawn_in_the_colours_of_the_theme(theme):
    chart = charts.closure_curve(made(), theme=theme)
    assert {line["line"]["color"] for line in lines(chart)} == {THEMES[theme].states["open"]}
    assert drawn(chart)["layout"]["paper_bgcolor"] == THEMES[theme].background


def test_dates_too_far_ahead_are_not_marked():
    found = made(*still_open(40))
    chart = charts.closure_curve(found)
    assert found.plan.later_than == AS_AT + timedelta(days=5 * 303)
    assert chart.title.endswith("more likely than not to last beyond June 2020")
    assert list(marks(chart)) == ["as at 30 Apr 2016"]


@pytest.mark.parametrize(("rows", "options", "reason"), REFUSED)
def test_without_a_forecast_the_record_alone_is_drawn(rows: Any, options: Any, reason: str):
    found = forecast(measured(*rows, **options), options.get("as_at", AS_AT))
    chart = charts.closure_curve(found)
    if reason in ("no_publication", "before_publication", "no_actions"):
        assert chart.figure is None
        assert chart.title == "No completion has a date to draw the curve from"
        assert chart.table.empty
        return
    assert chart.title.endswith("complete; no date can be told")
    assert len(lines(chart)) == 1
    assert set(chart.table["What it is"]) == {"On record"}


def test_a_complete_plan_falls_to_nothing():
    found = forecast(measured(*done(*AGES)), AS_AT)
    chart = charts.closure_curve(found)
    assert chart.title == "All 12 actions complete"
    assert chart.figure.data[-1].y[-1] == pytest.approx(0)


def test_the_table_has_both_parts_in_percent():
    found = made()
    table = charts.closure_curve(found).table
    assert table["What it is"].value_counts().to_dict() == {
        "On past pace": len(found.ahead),
        "On record": len(found.curve),
    }
    assert table["Date"].iloc[0].date() == PUBLISHED
    assert table["Still open (%)"].iloc[0] == 100
    on_record = table[table["What it is"].eq("On record")]
    assert on_record["Still open (%)"].iloc[-1] == pytest.approx(100 * 5 / 17)
    assert table["Still open (%)"].between(table["From (%)"], table["To (%)"]).mean() > 0.9


def test_a_far_date_of_the_plan_is_drawn_where_it_lies():
    chart = charts.closure_curve(made(*still_open(3, original_due="9999-12-31")))
    assert drawn(chart)["layout"]["xaxis"]["range"][1] == "9999-12-31"
    assert not any("None" in text for text in strings(drawn(chart)))
