"""A plan whose dates are not given, of all its actions or of some: never 0 for not known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.reports import report
from tests.test_statements_portfolio import portfolio
from tracker import listings
from tracker.charts import (
    ageing_of_overdue,
    completion_by_owner,
    completion_by_plan,
    position_over_time,
    recommendations_standing,
)
from tracker.fields import actions_frame
from tracker.measures import measure
from tracker.output import as_text
from tracker.output.csv import portfolio_csv
from tracker.output.sheets_of_groups import completion_table, owners_table
from tracker.protective_marking import Audience
from tracker.report.content import Paragraph
from tracker.report.own_words import Length
from tracker.statements.headlines import KeyFigure, in_figures, key_figures
from tracker.statements.on_overdue import overdue_count
from tracker.statements.on_plan import (
    none_due,
    none_slipped,
    owners_finding,
    position,
    timescales_met,
)
from tracker.statements.on_portfolio import furthest_behind_first, portfolio_finding
from tracker.summaries import Summary, overdue_known, summarise
from tracker.timeline.trend import trend

AS_AT, NOV = date(2016, 4, 30), date(2015, 11, 30)


def plan(*originals: date | None, status: str = "in_progress") -> pd.DataFrame:
    """One complete action, and an open one of each of these original timescales."""
    return measure(
        actions_frame(
            {
                "reference": [str(place) for place in range(len(originals) + 1)],
                "recommendation": ["1"] * (len(originals) + 1),
                "owners": [("Ann Lee",)] * (len(originals) + 1),
                "status": ["complete", *[status] * len(originals)],
                "original_due": [None, *originals],
            }
        ),
        AS_AT,
    )


@pytest.fixture
def none() -> pd.DataFrame:
    return plan(None, None)


@pytest.fixture
def some() -> pd.DataFrame:
    """Of three open actions one is overdue, and of one it is not known."""
    return plan(NOV, date(2016, 6, 30), None)


def figure(shown: pd.DataFrame, label: str) -> KeyFigure:
    return next(each for each in key_figures(shown) if each.label == label)


def test_a_tile_gives_no_number_of_the_overdue_where_no_open_action_has_a_date(none):
    tile = figure(none, "Overdue")
    assert (tile.words, tile.amount) == ("–", None)
    assert tile.note == "The original timescales of the 2 open actions are not known."


def test_a_tile_counts_the_overdue_of_those_whose_date_is_known_as_the_sentence_does(some):
    tile = figure(some, "Overdue")
    assert tile.words == "1 of 2 open"
    assert tile.note == "Not known of 1 more open action."
    said = position(summarise(some), some)
    assert "One of the 2 open actions whose original timescale is known is overdue." in said


def test_the_figures_of_one_owner_say_what_is_not_known(none, some):
    assert "overdue not known" in in_figures(summarise(none))
    assert "1 overdue (not known of 1)" in in_figures(summarise(some))


def test_lists_of_groups_leave_the_overdue_blank_where_they_are_not_known(none, some):
    def listed(shown: pd.DataFrame) -> list[Any]:
        summary = summarise(shown)
        of_both = listings.recommendations(summary), listings.owners(summary, shown, AS_AT)
        return [rows["overdue"].iloc[0] for rows in of_both]

    assert listed(none) == [pd.NA, pd.NA]
    assert listed(some) == [1, 1]


def test_a_group_without_an_open_action_has_none_overdue():
    assert overdue_known(summarise(plan()).totals) == 0


def test_json_keeps_the_count_which_is_of_those_whose_date_has_passed(none):
    assert summarise(none).totals["overdue"] == 0


@pytest.mark.parametrize("status", ["in_progress", "not_started"])
def test_an_open_action_without_a_date_is_not_drawn_as_in_date(status: str):
    drawn = completion_by_owner(plan(None, status=status), AS_AT)
    assert drawn.table["Open, original not known"].tolist() == [1]
    assert drawn.table[["Open, in date", "Not started, in date"]].to_numpy().sum() == 0


def test_the_charts_say_that_it_is_not_known_whether_any_is_overdue(none, some):
    unknown = "Whether any action is overdue is not known"
    summary: Summary = summarise(none)
    assert completion_by_owner(none, AS_AT).title == f"{unknown}; 1 of 3 actions complete"
    assert ageing_of_overdue(none, AS_AT).title == unknown
    standing = recommendations_standing(none, summary.recommendations, AS_AT)
    assert standing.title == f"The one recommendation is not complete. {unknown}"
    later = plan(date(2016, 6, 30), None)
    assert ageing_of_overdue(later, AS_AT).title == (
        "No action is known to be overdue (1 without an original timescale)"
    )


def test_slips_what_falls_due_and_owners_are_not_said_to_be_none(none, some):
    assert none_slipped(none) == "The slippage is not known, because dates are missing."
    assert none_slipped(plan(date(2016, 6, 30), None)) == (
        "No action whose slippage is known has slipped."
    )
    assert none_due(none, "in May") == "What falls due is not known: no open action has a date."
    assert none_due(some, "in May") == "No open action falls due in May."
    assert owners_finding(summarise(none)) == (
        "Which owners have overdue actions is not known: no open one has a timescale."
    )


def test_no_recommendation_is_said_not_to_be_due_where_no_timescale_is_known(none):
    of_none = summarise(none).recommendations
    assert timescales_met(of_none, AS_AT) == (
        "The original timescale of the one recommendation is not known."
    )
    later = summarise(plan(date(2016, 6, 30))).recommendations
    assert timescales_met(later, AS_AT) == "No recommendation was due by 30 April 2016."
    some = pd.concat([of_none, later])
    assert timescales_met(some, AS_AT) == (
        "No recommendation whose original timescale is known was due by 30 April 2016."
    )


def test_the_text_summary_has_a_dash_for_the_overdue(none):
    lines = as_text.summary(none, summarise(none), AS_AT, "").splitlines()
    assert "Ann Lee  1 of 3, 33%  –        –" in lines


def test_the_workbook_leaves_the_overdue_empty_and_counts_the_unknown_apart(none):
    owners = owners_table(summarise(none), "", "")
    assert owners.columns[owners.place("Overdue")].cells == [None]
    completion = completion_table(summarise(none), "", "")
    assert completion is not None
    cells = {column.heading: column.cells for column in completion.columns}
    assert (cells["Open, not overdue"], cells["Open, original not known"]) == ([0], [2])
    assert cells["Overdue"] == [None]


def test_a_position_without_dates_has_no_point_of_the_overdue_over_time(none, some):
    both = [each.assign(recommendation_followed=0) for each in (none, some)]
    over = trend(list(zip((date(2016, 3, 31), AS_AT), both, strict=True)))
    drawn = position_over_time(over.positions)
    assert drawn.table["Overdue"].tolist() == [pd.NA, 1]
    assert drawn.title.endswith("overdue: not known, then 1")
    assert over.recommendations["state"].tolist() == ["undated", "overdue"]
    assert overdue_count(over.positions.iloc[0]) == "overdue not known"


def test_a_recorded_plan_without_dates_is_said_so_and_stands_last():
    rows = portfolio(("Undated", 0, 4, 8, 0), unknown=8)
    assert portfolio_finding(rows) == (
        "1 plan, 4 of 12 actions complete (33%); whether any action is overdue is not known"
    )
    both = pd.concat([rows, portfolio(("Dated", 0, 1, 1, 0))], ignore_index=True)
    assert furthest_behind_first(both)["plan"].tolist() == ["Dated", "Undated"]
    assert completion_by_plan(rows).table["Open, original not known"].tolist() == [8]
    headings, row = portfolio_csv(rows, Audience(0)).decode("utf-8-sig").splitlines()
    assert row.split(",")[headings.split(",").index("Overdue")] == ""
    assert "33%  –" in as_text.portfolio(rows, "", None)


def test_a_portfolio_says_of_how_many_it_is_not_known():
    rows = portfolio(("Some", 0, 1, 3, 1), unknown=1)
    assert portfolio_finding(rows).endswith("1 of 4 actions overdue (25%), not known of 1")


def test_no_list_gives_the_as_at_date_as_the_finish_of_what_has_not_finished():
    # Due on 30 November 2015 and still open on 30 April; the other is due on 30 June.
    shown = plan(NOV, date(2016, 6, 30))
    ordered = listings.most_slipped_first(shown, "slippage_days").set_index("reference")
    finishes = ordered["expected_finish"]
    assert pd.isna(finishes["1"])
    assert finishes["2"] == pd.Timestamp(2016, 6, 30)
    assert pd.isna(listings.slips(shown)["slipped_to"].iloc[0])


def test_a_report_of_a_plan_without_dates_says_what_is_not_known():
    rows = [{"reference": "1", "status": "in_progress"}, {"reference": "2", "status": "complete"}]
    made = report(*rows, length=Length.full)
    blocks = [block for each in (*made.sections, *made.appendices) for block in each.blocks]
    said = " ".join(block.text for block in blocks if isinstance(block, Paragraph))
    assert "What falls due is not known: no open action has a date." in said
    assert "Whether any action is overdue is not known." in said
    assert "No open action falls due" not in said
    assert "had a timescale revised" not in said
