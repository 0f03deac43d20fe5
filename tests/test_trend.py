"""A plan over time: its positions, its recommendations' forecasts, and how often dates moved."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import pandas as pd
import pytest

from tests.test_charts import drawn, strings
from tracker import Plan, charts
from tracker.fields import actions_frame
from tracker.timeline import Position, Timeline, Trend, moves_by

JANUARY, APRIL, SEPTEMBER = date(2016, 1, 12), date(2016, 4, 30), date(2016, 9, 30)
RECORDS, ICT = ("Head of Records",), ("Head of ICT",)


def actions(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Reference, recommendation, owners, original, revised, status, completed."""
    names = ["reference", "recommendation", "owners", "original_due", "revised_due", "status"]
    frame = pd.DataFrame(list(rows), columns=[*names, "completed_on"])
    wording = frame["reference"].map(
        {"1.1": "Sort the archive", "2.1": "Buy a scanner", "2.2": "Train new officers"}
    )
    return actions_frame({name: frame[name] for name in frame} | {"action": wording})


# Recommendation 1 is forecast for 31 March, then for 31 July, and finished on 1 August 2016.
# Recommendation 2 is forecast for 31 May 2016 until September, when 2.1 is moved to 31 May 2017;
# 2.2, withdrawn at last, never moves. The original timescale of 2.1 was changed in September.
Version: TypeAlias = tuple[date, pd.DataFrame]
VERSIONS = [
    (
        JANUARY,
        actions(
            ("1.1", "1", RECORDS, "2015-11-30", "2016-03-31", "in_progress", None),
            ("2.1", "2", ICT, "2016-05-31", None, "in_progress", None),
            ("2.2", "2", RECORDS + ICT, "2016-02-29", None, "in_progress", None),
        ),
    ),
    (
        APRIL,
        actions(
            ("1.1", "1", RECORDS, "2015-11-30", "2016-07-31", "in_progress", None),
            ("2.1", "2", ICT, "2016-05-31", None, "in_progress", None),
            ("2.2", "2", RECORDS + ICT, "2016-02-29", None, "in_progress", None),
        ),
    ),
    (
        SEPTEMBER,
        actions(
            ("1.1", "Rec 1", RECORDS, "2015-11-30", "2016-07-31", "complete", "2016-08-01"),
            ("2.1", "2", ICT, "2016-06-30", "2017-05-31", "in_progress", None),
            ("2.2", "2", RECORDS + ICT, "2016-02-29", None, "withdrawn", None),
        ),
    ),
]


def over_time(versions: list[Version]) -> Trend:
    positions = [Position(day, rows, read=unread) for day, rows in versions]
    return Timeline.of(positions).trend()


def unread() -> Plan:
    raise AssertionError("a trend opens no plan")


@pytest.fixture(scope="module")
def over() -> Trend:
    return over_time(VERSIONS)


def test_each_position_has_its_counts(over):
    counts = over.positions[["actions", "completed", "open", "overdue"]].to_numpy().tolist()
    # Overdue: 1.1 against its original date; in April 2.2 too; in September 2.1 against the
    # original date that it then has.
    assert counts == [[3, 0, 3, 1], [3, 0, 3, 2], [2, 1, 1, 1]]
    assert over.positions["completion_rate"].tolist() == [0.0, 0.0, 0.5]


def test_a_recommendation_is_followed_by_its_number_under_its_latest_name(over):
    rows = over.recommendations
    assert rows["recommendation"].tolist() == ["Rec 1"] * 3 + ["2"] * 3
    finish = [day.date().isoformat() for day in rows["expected_finish"]]
    assert finish == [
        *("2016-03-31", "2016-07-31", "2016-08-01"),
        *("2016-05-31", "2016-05-31", "2017-05-31"),
    ]
    assert rows["state"].tolist() == [
        *("overdue", "overdue", "complete"),
        *("open", "overdue", "overdue"),
    ]


def test_a_recommendations_original_timescale_is_the_first_known(over):
    rows = over.recommendations.drop_duplicates("recommendation")
    assert [day.date().isoformat() for day in rows["original_due"]] == ["2015-11-30", "2016-05-31"]


def test_date_moves_are_counted_over_all_positions(over):
    by_reference = over.moves.set_index("reference")["date_moves"].to_dict()
    # 1.1: one in April, beside what its first position says of itself. 2.1: one in September.
    assert by_reference == {"1.1": 1, "2.1": 1, "2.2": 0}
    owners = moves_by(over.moves, "owner")
    assert owners.to_numpy().tolist() == [
        ["Head of Records", 1, 1, 0, 2],
        ["Head of ICT", 1, 1, 0, 2],
    ]


def test_actions_without_owner_are_a_group_without_a_name():
    alone = over_time(
        [(JANUARY, actions(("1.1", None, (), "2015-11-30", None, "in_progress", None)))]
    )
    assert moves_by(alone.moves, "owner")["owner"].tolist() == [None]
    assert moves_by(alone.moves, "recommendation")["recommendation"].tolist() == [None]


def test_slippage_is_measured_from_the_first_recorded_original_timescale(over):
    (row,) = over.moves[over.moves["original_moved"]].to_dict("records")
    assert row["reference"] == "2.1"
    assert row["original_due"] == pd.Timestamp(2016, 5, 31)
    assert row["original_now"] == pd.Timestamp(2016, 6, 30)
    assert row["slippage_days"] == 365  # to 31 May 2017


def test_one_position_a_date_the_last_given():
    first, second = VERSIONS[0][1], VERSIONS[1][1]
    over = over_time([(APRIL, first), (JANUARY, first), (APRIL, second)])
    assert over.positions["as_at"].tolist() == [pd.Timestamp(JANUARY), pd.Timestamp(APRIL)]


def test_the_milestone_chart_states_which_forecast_moved_most(over):
    chart = charts.milestone_trend(over.recommendations)
    # Recommendation 2: from 31 May 2016 to 31 May 2017.
    assert chart.title == "Recommendation 2: its forecast has moved most, 365 days later"
    assert "3 reports, 12 Jan 2016 to 30 Sep 2016" in chart.subtitle
    assert chart.alt.startswith(chart.title)
    assert "Rec 1: complete, 1 August 2016" in chart.alt


def test_each_recommendation_has_a_line_of_a_point_a_report(over):
    figure = drawn(charts.milestone_trend(over.recommendations))
    lines = [trace for trace in figure["data"] if trace["mode"] == "lines"]
    assert [len(line["x"]) for line in lines] == [3, 3]
    assert lines[0]["y"] == ["2016-05-31", "2016-05-31", "2017-05-31"]


def test_states_are_told_by_shape_as_well_as_colour(over):
    figure = drawn(charts.milestone_trend(over.recommendations))
    marks = {t["name"]: t["marker"]["symbol"] for t in figure["data"] if t["mode"] == "markers"}
    assert marks == {"Complete": "circle", "Open, in date": "circle-open", "Overdue": "triangle-up"}


def test_the_original_dates_are_dashed_and_the_diagonal_dotted(over):
    layout = drawn(charts.milestone_trend(over.recommendations))["layout"]
    dashes = [(shape["line"]["dash"], shape["y0"] == shape["y1"]) for shape in layout["shapes"]]
    assert dashes == [("6px,3px", True), ("6px,3px", True), ("dot", False)]
    diagonal = layout["shapes"][-1]
    assert (diagonal["x0"], diagonal["x1"]) == (diagonal["y0"], diagonal["y1"])
    texts = " ".join(note["text"] for note in layout["annotations"])
    assert "original of 2: 31 May 2016" in texts
    assert "date reached" in texts


def test_a_line_ends_where_the_recommendation_is_complete(over):
    later = (date(2016, 12, 31), VERSIONS[2][1])
    chart = charts.milestone_trend(over_time([*VERSIONS, later]).recommendations)
    assert chart.table["Recommendation"].value_counts().to_dict() == {"2": 4, "Rec 1": 3}


def test_only_the_lines_that_moved_most_are_drawn_unless_more_are_asked_for(over):
    chart = charts.milestone_trend(over.recommendations, limit=1)
    assert "1 of 2 recommendations shown, those that moved most" in chart.subtitle
    assert len([trace for trace in drawn(chart)["data"] if trace["mode"] == "lines"]) == 1


def test_one_report_has_no_trend_and_is_drawn():
    one = over_time(VERSIONS[:1])
    chart = charts.milestone_trend(one.recommendations)
    assert chart.title.startswith("One report so far, as at 12 January 2016")
    assert drawn(chart)
    assert drawn(charts.position_over_time(one.positions))


def test_no_forecast_is_said_in_words():
    undated = over_time(
        [(JANUARY, actions(("1.1", "1", RECORDS, None, None, "in_progress", None)))]
    )
    chart = charts.milestone_trend(undated.recommendations)
    assert chart.figure is None
    assert chart.title == "No report has a forecast to show"


def test_completion_and_overdue_over_time_are_said_and_drawn(over):
    chart = charts.position_over_time(over.positions)
    assert chart.title == "Complete: 0 of 3, 0%, then 1 of 2, 50%; overdue: 1, then 1"
    assert [trace["y"] for trace in drawn(chart)["data"]] == [[3, 3, 2], [0, 0, 1], [1, 2, 1]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_name_is_drawn_as_it_was_typed(theme):
    name = "<b>5</b> $x$"
    frame = actions(("1.1", name, RECORDS, "2015-11-30", None, "in_progress", None))
    chart = charts.milestone_trend(over_time([(JANUARY, frame)]).recommendations, theme=theme)
    said = list(strings(drawn(chart)))
    assert not any("<b>5</b>" in text or "$x$" in text for text in said)
    assert any("&lt;b&gt;5&lt;/b&gt;" in text for text in said)


def test_a_mistyped_year_is_drawn_where_it_lies():
    frame = actions(("1.1", "1", RECORDS, "9999-12-31", None, "in_progress", None))
    assert drawn(charts.milestone_trend(over_time([(JANUARY, frame)]).recommendations))


def test_thousands_are_told_as_elsewhere():
    many = pd.concat([VERSIONS[0][1]] * 1_400, ignore_index=True)
    chart = charts.position_over_time(over_time([(JANUARY, many)]).positions)
    assert chart.title.endswith("complete and 1,400 overdue")
    assert "of 4,200 complete, 1,400 overdue" in chart.alt
