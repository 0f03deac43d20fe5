"""The page that says what changed: of the sample, since a recorded position, since another file."""

from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import charts, session_of, started, turned_to, uploaded, with_figures, words
from tests.test_pages_recording import press, record, tabs
from tracker import listings
from tracker.store import History

pytestmark = pytest.mark.usefixtures("history_file")

HEADINGS = (
    b"Ref,Recommendation,Action,Owner,Original timescale,Revised,Status,Date completed,Progress\n"
)
# As at 12 January 2016 five actions are open. By 30 April Alpha is completed, the revised
# timescale of Beta moved from 30 April to 30 June, the day before it passed: 61 days; the
# original one of Gamma from 30 November to 31 December 2015: 31 days; Delta is gone; Epsilon
# stays, due on 31 May; Zeta is added. So five less two, and one more: four.
BEFORE = (
    b"Position as at 12 January 2016\n"
    + HEADINGS
    + b"""1.1,5,Sort the paper archive,Records,30/11/2015,,In progress,,
1.2,5,Buy a scanner for the archive,ICT,30/11/2015,30/04/2016,In progress,,
2.1,6,Train the new officers,Records,30/11/2015,,In progress,,
2.2,6,Write to every station,Records,30/11/2015,,In progress,,
2.3,6,Audit the access logs,ICT,31/05/2016,,In progress,,
"""
)
AFTER = (
    b"Position as at 30 April 2016\n"
    + HEADINGS
    + b"""1.1,5,Sort the paper archive,Records,30/11/2015,,Complete,15/04/2016,
1.2,5,Buy a scanner for the archive,ICT,30/11/2015,30/06/2016,In progress,,
2.1,6,Train the new officers,Records,31/12/2015,,In progress,,
2.3,6,Audit the access logs,ICT,31/05/2016,,In progress,,
2.4,6,Appoint a data steward,ICT,30/09/2016,,Not started,,
"""
)


def table(app: AppTest, alt: str):
    return next(each.value for each in app.dataframe if alt in each.proto.alt)


def listed(app: AppTest, shown: str):
    """The table of changes, narrowed to a kind or a list."""
    app.button_group(key="show").set_value(shown).run()
    assert not app.exception
    return table(app, f"Actions: {shown.casefold()}")


def recorded_then(content: bytes = AFTER) -> AppTest:
    """The earlier plan recorded, then the later one on the Changes page."""
    app = record(uploaded(BEFORE, "force plan.csv"))
    app.file_uploader[0].upload("force plan april.csv", content, "text/csv").run()
    press(app, "Yes, it is")
    return turned_to(app, "changes")


def test_the_sample_is_compared_with_its_version_before():
    app = started("changes")
    assert app.title[0].value == "What changed since last time"
    assert "Since 30 April 2016: 9 completed, 3 slipped" in words(app)
    app.selectbox(key="sample").set_value("30 April 2016").run()
    assert "The original timescale of action" in words(app)
    assert len(listed(app, "Original timescale changed")) == 1


def test_the_first_version_of_the_sample_has_nothing_before_it():
    app = turned_to(started(sample="12 January 2016"), "changes")
    assert "This is the first version of the sample" in words(app)
    assert not app.exception


def test_an_upload_without_a_history_is_told_what_would_fill_the_page(history_file):
    app = turned_to(uploaded(AFTER), "changes")
    assert "There is no earlier position to compare with yet" in words(app)
    assert not history_file.exists()


def test_since_the_last_recorded_plan_by_default():
    said = words(recorded_then())
    # Gamma's agreed date is its original one, so it slipped too: 31 and 61 days, 46 in the middle.
    assert (
        "Since 12 January 2016: 1 completed, 2 slipped by a median of 46 days, 1 added, "
        "1 removed." in said
    )
    assert (
        "The original timescale of action 2.1 was changed from 30 November 2015 to "
        "31 December 2015." in said
    )
    assert "that does not show that it was done" in said


def test_the_open_actions_add_up():
    app = with_figures(recorded_then())
    balance = table(app, "open than before")
    assert "1 fewer open than before: 5, then 4" in charts(app)
    assert balance.to_numpy().tolist() == [
        ["Open at 12 Jan 2016", 5],
        ["Added", 1],
        ["Reopened", 0],
        ["Completed", -1],
        ["Withdrawn", 0],
        ["No longer in the plan", -1],
        ["Open at 30 Apr 2016", 4],
    ]


def test_every_change_stands_in_one_table_most_days_first():
    rows = table(recorded_then(), "Actions: all changes")
    assert rows["Reference"].tolist() == ["1.2", "2.1", "2.4", "2.2", "1.1"]
    what = dict(zip(rows["Reference"], rows["What changed"], strict=True))
    assert what == {
        "1.2": "Slipped",
        "2.1": "Original timescale changed; Slipped",
        "2.4": "Added",
        "2.2": "Removed",
        "1.1": "Completed",
    }
    owners = dict(zip(rows["Reference"], rows["Owner"], strict=True))
    assert owners["2.2"] == "Records"  # gone, so as the earlier plan had it


def test_the_reason_that_the_plan_gives_stands_beside_the_change():
    reason = AFTER.replace(b"Progress\n", b"Reason for extension\n").replace(
        b"30/06/2016,In progress,,", b"30/06/2016,In progress,,Supplier late"
    )
    rows = table(recorded_then(reason), "Actions: all changes").set_index("Reference")
    assert rows.loc["1.2", "Reason for extension"] == "Supplier late"


def test_the_committees_lists():
    app = recorded_then()
    assert listed(app, "Completed")["Reference"].tolist() == ["1.1"]
    extended = listed(app, "Slipped").set_index("Reference")
    assert extended["Moved by days"].to_dict() == {"1.2": 61, "2.1": 31}
    assert extended["Times moved so far"].to_dict() == {"1.2": 2, "2.1": 1}
    # Recorded on the day that it replaced was due; the other one's had passed long before.
    assert extended["When it was moved"].to_dict() == {"1.2": "Moved at the deadline", "2.1": ""}
    assert "1 date moved within 14 days of the deadline replaced" in words(app)
    assert listed(app, "Overdue, no date to come")["Reference"].tolist() == ["2.1"]
    assert sorted(listed(app, "Live")["Reference"]) == ["1.2", "2.1", "2.3", "2.4"]


def test_what_is_due_before_the_next_meeting_follows_its_date():
    app = recorded_then()
    due = listed(app, "Due next")
    # As far ahead as the two plans are apart: 109 days, 17 August 2016.
    assert app.date_input(key="meeting").value == date(2016, 8, 17)
    assert due["Reference"].tolist() == ["2.3", "1.2"]
    app.date_input(key="meeting").set_value(date(2016, 6, 15)).run()
    assert table(app, "Actions: due next")["Reference"].tolist() == ["2.3"]
    app.date_input(key="meeting").set_value(date(2016, 5, 1)).run()
    assert "0 open actions by 1 May 2016." in words(app)


def test_a_doubtful_match_is_confirmed_or_split_and_that_is_kept():
    reworded = AFTER.replace(
        b"1.2,5,Buy a scanner for the archive", b"1.2,5,Close the old intranet"
    )
    app = recorded_then(reworded)
    assert "1 pair of actions may be one action" in words(app)
    assert "The same reference, worded differently" in words(app)
    assert "2 added, 2 removed" in words(app)
    press(app, "The same action")
    assert "may be one action" not in words(app)
    assert "1 added, 1 removed" in words(app)
    with History() as history:
        (decided,) = history.decisions("Force plan")
    assert (decided.same, decided.who) == (True, "Records Manager")


def test_a_version_is_known_by_what_is_in_it_and_compared_once_that_is_said():
    app = record(uploaded(BEFORE, "force plan.csv"))
    app.file_uploader[0].upload("something else v9.csv", AFTER, "text/csv").run()
    turned_to(app, "changes")
    # 1.1, 1.2, 2.1 and 2.3 of January's five stand in April's five too.
    assert "This looks like the next version of Force plan (4 of 5 actions)" in words(app)
    assert "There is no earlier position to compare with yet" in words(app)
    press(app, "Yes, it is")
    assert "Since 12 January 2016: 1 completed" in words(app)
    assert "This looks like" not in words(app)


def test_a_plan_that_is_another_is_asked_about_no_more_and_measured_alone():
    app = record(uploaded(BEFORE, "force plan.csv"))
    app.file_uploader[0].upload("force plan.csv", AFTER, "text/csv").run()
    press(app, "No, another plan")
    turned_to(app, "changes")
    assert "This looks like" not in words(app)
    assert "There is no earlier position to compare with yet" in words(app)


def test_another_file_is_compared_without_recording_anything(history_file):
    app = turned_to(uploaded(AFTER), "changes")
    other = next(each for each in app.file_uploader if "earlier version" in each.label)
    other.upload("january.csv", BEFORE, "text/csv").run()
    assert not app.exception
    assert "Since 12 January 2016: 1 completed" in words(app)
    assert not history_file.exists()


def test_each_version_begins_with_the_one_before_it():
    app = started("changes", sample="30 April 2016")
    assert "Since 12 January 2016" in words(app)
    app.selectbox(key="sample").set_value("30 September 2016").run()
    assert "Since 30 April 2016" in words(app)
    app.selectbox(key="since").set_value("2016-01-12").run()
    app.toggle(key="overdue").set_value(True).run()
    assert "Since 12 January 2016" in words(app)  # as chosen, while the version stays


def test_a_second_file_of_the_same_date_takes_the_place_of_the_first():
    app = turned_to(uploaded(AFTER), "changes")
    for content in (BEFORE, b"\n".join(BEFORE.splitlines()[:-2]) + b"\n"):
        other = next(each for each in app.file_uploader if "earlier version" in each.label)
        other.upload("january.csv", content, "text/csv").run()
    # In the second Delta is not there to be removed, and Epsilon is added since.
    assert "1 more open than before: 3, then 4" in charts(app)
    assert "removed" not in words(app)


def test_a_file_that_cannot_be_read_is_not_compared_and_said():
    app = turned_to(uploaded(AFTER), "changes")
    other = next(each for each in app.file_uploader if "earlier version" in each.label)
    other.upload("empty.csv", b"", "text/csv").run()
    assert "empty.csv could not be read." in words(app)


def test_the_tabs_of_a_workbook_are_compared_without_a_history():
    content = tabs(date(2016, 1, 31), date(2016, 2, 29), date(2016, 3, 31))
    app = turned_to(uploaded(content, "Force plan.xlsx"), "changes")
    assert "Since 29 February 2016: 1 completed." in words(app)


@pytest.mark.parametrize("address", ["sqlite:////no/such/folder/history.db", "nonsense"])
def test_a_history_that_cannot_be_reached_leaves_the_rest_of_the_page(monkeypatch, address):
    monkeypatch.setenv("TRACKER_DATABASE_URL", address)
    app = turned_to(uploaded(AFTER), "changes")
    assert "There is no earlier position to compare with yet" in words(app)
    if address == "nonsense":
        assert "The history cannot be read at present" in words(app)


def test_a_row_opens_its_action_of_the_later_plan_and_one_that_is_gone_opens_nothing():
    app = recorded_then()
    view = session_of(app).plan.view
    comparison = view.over.shown.compared(view.over.shown.previous, as_at=view.as_at)
    rows = listings.changes(comparison, view.plan).set_index("reference")
    there = view.shown.reset_index().set_index("reference")["index"]
    assert rows.loc["1.2", "label"] == there["1.2"]
    assert rows.loc["2.4", "label"] == there["2.4"]  # added since
    gone = rows.loc["2.2", "label"]
    assert pd.isna(gone)
    session_of(app).plan.opened_action = gone
    assert not app.run().exception
    assert "agreed date 30 June 2016" not in words(app)
    session_of(app).plan.opened_action = rows.loc["1.2", "label"]
    assert not app.run().exception
    assert "agreed date 30 June 2016" in words(app)
    assert "Since 12 January 2016: Slipped" in words(app)


def test_filters_that_leave_no_action_are_said_to():
    app = turned_to(started(), "changes")
    app.text_input(key="text").set_value("zzzz").run()
    said = words(app)
    assert "No action is left by these filters." in said
    assert "nothing changed" not in said
    assert "No action was open" not in said
