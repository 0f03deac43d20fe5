"""One owner or one recommendation: the link to it, what is theirs, and in which order."""

from __future__ import annotations

import io
from datetime import date
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest
import streamlit as st

from tests.test_pages import session_of, started, turned_to, uploaded, words
from tracker import listings, read_plan, summarise
from tracker.fields import actions_frame
from tracker.measures import measure
from tracker.statements.headlines import in_figures
from tracker.store import History
from ui import group_pages, page_frame
from ui.session import Session

pytestmark = pytest.mark.usefixtures("history_file")

JANUARY = b"""Position as at 12 January 2016
Ref,Recommendation,Action,Owner,Original timescale,Revised,Status,Date completed,Dependency
1.1,5,Sort the paper archive,Head of ICT,30/11/2015,,In progress,,
1.2,5,Buy a scanner,Head of ICT; Records,30/11/2015,30/06/2016,In progress,,
2.1,6,Train the officers,Records,31/05/2016,,Not started,,
"""
APRIL = JANUARY.replace(b"12 January", b"30 April").replace(
    b"1.1,5,Sort the paper archive,Head of ICT,30/11/2015,,In progress,,",
    b"1.1,5,Sort the paper archive,Head of ICT,30/11/2015,,Complete,15/04/2016,",
)


@pytest.fixture
def recorded():
    with History() as history:
        for content in (JANUARY, APRIL):
            read = read_plan(content, name="plan.csv")
            history.record(read, name="Force plan", as_at=read.as_at, data=content, who="Manager")


def test_an_owners_link_opens_the_last_recorded_position_with_what_is_theirs(recorded):
    app = started("owners", plan="Force plan", owner="Head of ICT")
    said = words(app)
    assert app.title[0].value == "Head of ICT"
    assert "Force plan, as recorded, as at 30 April 2016. 2 of 3 actions" in said
    assert "1 of 2, 50% complete; 1 overdue; 1 open; next due 30 June 2016" in said
    # 213 days from 30 November 2015 to 30 June 2016, and 152 of them gone by 30 April.
    assert (
        "Overdue by 152 days, now expected 213 days late · with Records · Recommendation 5 · "
        "original timescale 30 November 2015 · agreed date 30 June 2016" in said
    )
    assert said.index("1.2. Buy a scanner") < said.index("1.1. Sort the paper archive")
    assert "Train the officers" not in said
    assert app.query_params["plan"] == "Force plan"


def test_an_owners_workbook_is_one_click_and_holds_their_open_actions_alone(recorded):
    app = started("owners", plan="Force plan", owner="Head of ICT")
    labels = [button.label for button in app.get("download_button")]
    assert "Workbook to fill in" in labels
    book = group_pages._own_workbook(session_of(app).plan.view, "Head of ICT")
    cells = [
        str(cell)
        for sheet in openpyxl.load_workbook(io.BytesIO(book)).worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert any("Buy a scanner" in cell for cell in cells)
    assert not any("Train the officers" in cell for cell in cells)


def test_the_link_that_is_copied_is_the_one_that_opens_it(recorded):
    app = started("owners", plan="Force plan", owner="Head of ICT")
    assert app.code[0].value.endswith("?plan=Force+plan&owner=Head+of+ICT")


def test_a_link_to_a_plan_that_nobody_recorded_says_so(recorded):
    app = started("overview", plan="Another plan", owner="Head of ICT")
    assert "No plan is recorded here under the name “Another plan”." in words(app)
    assert "Illustrative sample plan" in words(app)


def test_where_nothing_is_recorded_the_place_of_the_link_says_so():
    app = started("owners", owner="Head of ICT")
    assert group_pages.UNRECORDED in words(app)
    assert not app.code


def test_a_link_names_the_inspection_where_there_are_several():
    choice = {"recommendations": ("5",), "sources": ("Custody", None), "owners": ()}
    assert group_pages.link(
        "https://t.test/recommendations?x=1", "Force plan", "recommendation", choice
    ) == (
        "https://t.test/recommendations?plan=Force+plan&recommendation=5&source=Custody"
        "&source=No+inspection+given"
    )


def test_a_click_sets_the_filter_to_every_way_the_number_is_written(monkeypatch):
    state: dict[str, object] = {"_session": Session()}
    monkeypatch.setattr(st, "session_state", state)
    offered = {"recommendation": ["5", "Rec 5", "6"], "source": []}
    monkeypatch.setattr(group_pages.filter_widgets, "choices", lambda in_use: offered)
    monkeypatch.setattr(group_pages, "current_view", lambda: SimpleNamespace(in_use=None))
    group_pages.open_one("recommendation", (None, "5"))
    assert state["recommendation"] == ["5", "Rec 5"]
    assert "source" not in state
    assert state["_session"].turn_to == "recommendations"
    group_pages.open_one("owner", None)
    assert state["owner"] == ["No owner named"]


def test_what_is_overdue_longest_comes_first_and_what_is_withdrawn_last():
    rows = pd.DataFrame(
        [
            ("a", "withdrawn", "2015-11-30", None),
            ("b", "complete", "2015-11-30", "2015-11-20"),
            ("c", "in_progress", "2016-09-30", None),
            ("d", "in_progress", "2016-03-31", None),
            ("e", "awaiting_sign_off", "2015-11-30", None),
            ("f", "not_started", "2016-05-31", None),
        ],
        columns=["reference", "status", "original_due", "completed_on"],
    )
    measured = measure(actions_frame({name: rows[name] for name in rows}), date(2016, 4, 30))
    assert "".join(listings.most_urgent_first(measured)["reference"]) == "edfcba"


@pytest.mark.parametrize(
    ("done", "every", "said"),
    [
        (23, 40, "23 of 40, 58%"),
        (21, 40, "21 of 40, 53%"),
        (249, 250, "249 of 250, 99%"),
        (1, 250, "1 of 250, 1%"),
    ],
)
def test_a_rate_in_a_list_is_worked_out_from_its_counts(done, every, said):
    # 57.5% and 52.5% are rounded up; 99.6% is not all, and 0.4% is not none.
    statuses = ["complete"] * done + ["in_progress"] * (every - done)
    frame = {"reference": list(map(str, range(every))), "status": statuses}
    frame |= {"owners": [("ICT",)] * every, "recommendation": ["5"] * every}
    measured = measure(actions_frame(frame), date(2016, 4, 30))
    summary = summarise(measured)
    assert listings.owners(summary, measured, date(2016, 4, 30))["completed"].tolist() == [said]
    assert listings.recommendations(summary)["completed"].tolist() == [said]
    assert in_figures(summary).startswith(f"{said} complete")


def test_a_finish_of_which_only_a_floor_is_known_is_no_date_in_the_list():
    measured = measure(
        actions_frame(
            {
                "reference": ["1"],
                "recommendation": ["5"],
                "status": ["in_progress"],
                "original_due": ["2015-11-30"],
            }
        ),
        date(2016, 4, 30),
    )
    (row,) = listings.recommendations(summarise(measured)).to_dict("records")
    assert pd.isna(row["expected_finish"])
    assert (row["slippage_days"], row["slippage_is_minimum"]) == (152, True)


def test_the_figures_of_the_lists_stand_under_their_own_headings(recorded):
    # By hand, as at 30 April 2016: ICT has 1.1 complete 137 days late and 1.2, overdue since 30
    # November 2015 and expected 213 days late; Records 1.2 too, and 2.1, due in 31
    # days; 1.2 is agreed for 30 June, in 61.
    app = started("owners", plan="Force plan")
    rows = app.dataframe[0].value.set_index("Owner")
    assert rows.loc["Head of ICT"].drop("Next due").tolist() == [
        1,
        1,
        "1 of 2, 50%",
        175,
        213,
        0,
        0,
        1,
        0,
        1,
    ]
    assert rows.loc["Records"].drop("Next due").tolist() == [
        1,
        2,
        "0 of 2, 0%",
        106.5,
        213,
        0,
        1,
        2,
        0,
        1,
    ]
    assert rows["Next due"].tolist() == [pd.Timestamp("2016-05-31"), pd.Timestamp("2016-06-30")]
    rows = turned_to(app, "recommendations").dataframe[0].value.set_index("Recommendation")
    named = ["Slippage in days", "At least", "Complete", "Overdue", "Open", "Timescales revised"]
    assert rows.loc["5", named].tolist() == [213, "No", "1 of 2, 50%", 1, 1, 1]
    assert rows.loc["6", named].tolist() == [0, "No", "0 of 1, 0%", 0, 1, 0]
    assert rows["Expected or actual finish"].tolist() == [
        pd.Timestamp("2016-06-30"),
        pd.Timestamp("2016-05-31"),
    ]


def test_one_recommendation_has_its_own_dates_and_its_slippage(recorded):
    app = started("recommendations", plan="Force plan", recommendation="5")
    # Its last action is due on 30 June 2016, 213 days after 30 November 2015.
    told = "Original timescale 30 November 2015; expected finish 30 June 2016; expected 213 days"
    assert told in words(app)


def test_actions_without_a_recommendation_are_opened_under_their_own_words():
    lines = JANUARY.splitlines()  # the one without stands first, as a blank below is as above
    content = b"\n".join([*lines[:2], lines[-1].replace(b"2.1,6,", b"2.1,,"), *lines[2:-1]])
    app = turned_to(uploaded(content), "recommendations")
    app.multiselect(key="recommendation").set_value(["No recommendation given"]).run()
    assert app.title[0].value == "No recommendation given"
    assert "Train the officers" in words(app)
    assert "Buy a scanner" not in words(app)


def test_long_text_is_cut_at_a_word_where_it_is_shown_and_is_whole_in_its_cell():
    owner = "Head of Information Assurance for the {} of the force area"
    whole = pd.DataFrame(
        {
            "Owner": [owner.format("North"), owner.format("South")],
            "Action": ["Check it " * 20, "Go"],
        }
    )
    widths: dict[str, object] = {}
    shown = page_frame._cut(whole, widths)
    lines = shown.to_string()
    assert "Head of… North of the force area" in lines
    assert "Head of… South of the force area" in lines
    assert f"{' '.join(['Check it'] * 6)}…" in lines  # 54 characters of 56: one more has 63
    pd.testing.assert_frame_equal(shown.data, whole)
    short = pd.DataFrame({"Owner": ["Head of ICT"], "Action": ["Go"]})
    assert page_frame._cut(short, {}) is short
    # As wide as the 54 characters shown, of seven pixels each.
    assert widths["Action"]["width"] == 20 + 7 * 54


def test_the_note_beneath_every_owner_adds_up_the_rows_that_stand_there(recorded):
    # ICT has 1.1 and, with Records, 1.2; Records 2.1 too: four for three actions. ICT alone would
    # be three rows' worth for two.
    app = started("owners", plan="Force plan", owner="Head of ICT")
    assert len(app.dataframe[-1].value) == 2
    assert "the rows add up to 4 for 3 actions" in words(app)


def test_owners_filtered_are_charted_without_those_who_share_their_actions(recorded):
    # ICT: 1.1 complete 137 days late, 1.2 expected 213 days late, which Records shares.
    app = started("slippage", plan="Force plan", by="Owner", owner="Head of ICT")
    assert "Head of ICT has slipped: a median of 175 days over 2 actions" in words(app)
