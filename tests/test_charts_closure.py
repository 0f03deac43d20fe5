"""The chart of open actions: the record, the range ahead, and the day asked for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from tests.made_plans import AGES, AS_AT, NONE_TOLD, done, measured, still_open
from tests.test_charts import drawn, strings
from tracker import charts, forecast
from tracker.charts.palette import THEMES
from tracker.fields import PUBLISHED
from tracker.forecasting import Forecast

BY = date(2016, 9, 30)


def made(open_: int = 5, **options: Any) -> Forecast:
    return forecast(measured(*done(*AGES), *still_open(open_)), AS_AT, by=BY, **options)


def lines(chart: charts.Chart) -> list[Any]:
    """The lines that say something; the others are the edges of the band."""
    assert chart.figure is not None
    return [trace for trace in chart.figure.data if trace.customdata is not None]


def test_the_title_states_how_many_are_open_and_when_half_are_done():
    found = made()
    chart = charts.open_ahead(found)
    assert found.half_by is not None
    assert chart.title.startswith("5 actions open: half of them done as likely as not by ")
    assert chart.subtitle == (
        "Open actions; shaded, the range that should hold 4 times in 5; 17 actions, as at 30 April "
        "2016"
    )
    assert chart.alt.startswith(chart.title)


def test_beyond_the_record_the_title_says_not_before_when():
    slow = forecast(measured(*done(*AGES[:2]), *still_open(30)), AS_AT)
    assert charts.open_ahead(slow).title == (
        "30 actions open: half of them done not before 27 February 2017"
    )


def test_completions_on_a_day_not_known_are_counted_in_the_subtitle():
    found = forecast(measured(*done(*AGES, None, None), *still_open(5)), AS_AT)
    assert charts.open_ahead(found).subtitle.endswith("; 2 completed on a day not known")


def test_the_record_falls_a_step_a_completion_to_the_as_at_date():
    record, ahead = lines(charts.open_ahead(made()))
    assert record["line"]["shape"] == "hv"
    assert list(record["y"]) == [*range(16, 4, -1), 5]
    assert record["x"][-1] == "2016-04-30"
    assert (ahead["x"][0], ahead["y"][0]) == ("2016-04-30", 5)
    assert "dash" in ahead["line"]


def test_the_band_widens_from_what_is_open_now():
    least, most = charts.open_ahead(made()).figure.data[:2]
    assert (least["y"][0], most["y"][0]) == (5, 5)
    assert all(low <= high for low, high in zip(least["y"], most["y"], strict=True))
    assert most["fill"] == "tonexty"


def test_the_day_asked_for_is_marked_with_its_range():
    found = made()
    layout = drawn(charts.open_ahead(found))["layout"]
    (mark,) = [shape for shape in layout["shapes"] if shape["x0"] == "2016-09-30"]
    assert (mark["y0"], mark["y1"]) == (5 - found.plan.high, 5 - found.plan.low)
    texts = [note["text"] for note in layout["annotations"]]
    assert texts[0] == "as at 30 Apr 2016"
    assert texts[1].startswith("30 Sep 2016:<br>")
    assert texts[1].endswith(" more done")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_its_colours_are_the_theme_s(theme: Any):
    chart = charts.open_ahead(made(), theme=theme)
    assert {line["line"]["color"] for line in lines(chart)} == {THEMES[theme].states["open"]}


def test_what_a_point_says_is_its_day_and_count():
    record, ahead = lines(charts.open_ahead(made()))
    day = PUBLISHED + timedelta(days=AGES[0])
    assert record["customdata"][0] == f"{day.day} Aug 2015<br>16 open"
    assert ahead["customdata"][0] == "30 Apr 2016<br>5 open, about 5"


@pytest.mark.parametrize(("rows", "options", "reason"), NONE_TOLD)
def test_without_a_forecast_nothing_is_drawn(rows: Any, options: Any, reason: str):
    found = forecast(measured(*rows, **options), options.get("as_at", AS_AT))
    chart = charts.open_ahead(found)
    assert found.plan.reason == reason
    assert chart.figure is None
    assert chart.table.empty
    assert "forecast" in chart.title


def test_the_table_has_what_is_drawn():
    found = made()
    table = charts.open_ahead(found).table
    assert list(table) == ["Date", "What it is", "Open", "From", "To"]
    assert set(table["What it is"]) == {"On record", "Forecast"}
    last = table.iloc[-1]
    assert last["Date"] == pd.Timestamp(found.ahead["day"].iloc[-1])
    assert last["From"] == 5 - found.ahead["high"].iloc[-1]


def test_a_plan_without_completions_is_drawn_from_today():
    chart = charts.open_ahead(forecast(measured(*still_open(5)), AS_AT))
    record, _ = lines(chart)
    assert list(record["x"]) == ["2016-04-30"]
    assert not [text for text in strings(drawn(chart)) if "nan" in text.casefold()]
