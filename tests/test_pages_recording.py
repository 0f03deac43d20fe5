"""Recording an upload from the sidebar, and the layout that is remembered with it."""

import io
from datetime import date

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import PLAN, session_of, started, turned_to, uploaded, words
from tests.test_pages_check import MEANINGS, ODD, READ_AS, press
from tracker.store import History
from tracker.timeline import name_from_file

NAME = "Force plan"


pytestmark = pytest.mark.usefixtures("history_file")


def record(app: AppTest, *, name: str = NAME, who: str = "Records Manager", **more: str) -> AppTest:
    press(app, "Record")
    app.text_input(key="record_name").set_value(name)
    app.text_input(key="record_who").set_value(who)
    for key, value in more.items():
        app.text_input(key=f"record_{key}").set_value(value)
    return press(app, "Record it")


def press_if_asked(app: AppTest) -> AppTest:
    """The upload as a version of the recorded plan, where that is asked."""
    asked = "Yes, it is" in [button.label for button in app.button]
    return press(app, "Yes, it is") if asked else app


def tabs(*months: date) -> bytes:
    """A workbook with a tab a month, of the same four actions; the last tab is the latest."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, month in enumerate(months):
        sheet = book.create_sheet(f"{month:%B %Y}")
        sheet.append(["Ref", "Recommendation", "Action", "Lead", "HMIC timescale", "Status"])
        for place in range(4):
            status = "Complete" if place < number else "In progress"
            action = f"Write policy {'ABCD'[place]} on retention"
            due = date(2015, 11, 30)
            sheet.append([f"1.{place + 1}", "1", action, "Head of Records", due, status])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_nothing_is_recorded_unless_it_is_asked_for(history_file):
    for page in ("overview", "slippage", "check"):
        turned_to(uploaded(PLAN), page)
    assert not history_file.exists()


def test_the_sample_cannot_be_recorded():
    assert "Record" not in [button.label for button in started().button]


def test_an_upload_is_recorded_with_its_date_its_bytes_and_who_did_it():
    app = record(uploaded(PLAN))
    assert "Recorded: “Force plan” as at 30 April 2016, 4 actions." in app.success[0].value.replace(
        "\\", ""
    )
    with History() as history:
        (recorded,) = history.recorded(NAME)
        assert (recorded.as_at, recorded.who) == (date(2016, 4, 30), "Records Manager")
        assert history.file(recorded.id) == PLAN


def test_who_records_is_typed_once_and_the_name_comes_from_the_file():
    app = record(uploaded(PLAN, "Force_plan_2016-04-30.csv"))
    app.file_uploader[0].upload("Force plan May 2016.csv", PLAN + b"3.1,7,Eta,ICT,,,,,,\n").run()
    press(app, "Record")
    assert app.text_input(key="record_who").value == "Records Manager"
    assert app.text_input(key="record_name").value == NAME


def test_the_same_file_is_said_to_be_recorded_before_and_is_not_recorded_twice():
    app = press(record(uploaded(PLAN)), "Record")
    assert "already recorded under “Force plan”, as at 30 April 2016, by Records" in words(app)
    press(app, "Record")
    assert "This file is already recorded" in words(app)
    with History() as history:
        assert len(history.recorded(NAME)) == 1


def test_a_reading_takes_the_place_of_the_recorded_one_where_it_is_said_why():
    app = record(uploaded(PLAN))
    record(app, reason="A column was read wrongly")
    with History() as history:
        old, new = history.recorded(NAME)
    assert old.superseded is not None
    assert (old.superseded.by, old.superseded.reason) == (new.id, "A column was read wrongly")


def test_another_file_of_a_date_that_is_recorded_asks_whether_it_corrects_that_one():
    record(uploaded(PLAN, "Force plan.csv"))
    corrected = PLAN + b"3.1,7,Eta,ICT,,,,,,\n"
    app = press(uploaded(corrected, "Force plan corrected.csv"), "Yes, it is")
    app = press(app, "Record")
    assert "Another file, Force plan.csv, is recorded under “Force plan” as at 30 April" in words(
        app
    )
    record(app, reason="A row was missing")
    with History() as history:
        old, new = history.recorded(NAME)
    assert (old.superseded.by, old.superseded.reason) == (new.id, "A row was missing")


@pytest.mark.parametrize("answer", ["Yes, it is", "No, another plan"])
def test_another_file_of_a_recorded_date_is_recorded_only_once_it_is_said_why(answer):
    record(uploaded(PLAN, "Force plan.csv"))
    app = press(uploaded(PLAN + b"3.1,7,Eta,ICT,,,,,,\n", "Another.csv"), answer)
    app = record(app)
    assert "Not recorded yet: say why, or give another as-at date." in words(app)
    with History() as history:
        assert len(history.recorded(NAME)) == 1


def test_a_version_of_a_recorded_date_is_compared_with_the_date_before_it():
    march = PLAN.replace(b"30 April", b"31 March")
    for plan in (march, PLAN):
        record(press_if_asked(uploaded(plan)))
    app = press(uploaded(PLAN + b"3.1,7,Eta,ICT,,,,,,\n"), "Yes, it is")
    assert "as at 30 April 2016. 5 actions. Compared with 31 March 2016." in words(app)


def test_a_recorded_file_uploaded_again_is_said_to_be_recorded_and_is_not_asked_about():
    record(uploaded(PLAN))
    app = uploaded(PLAN)
    said = "This file is recorded already, as the position of Force plan as at 30 April 2016."
    assert said in words(app)
    assert "Yes, it is" not in [button.label for button in app.button]
    assert "Press *Record*" not in words(turned_to(app, "changes"))


@pytest.mark.parametrize(("plan", "is_assumed"), [(PLAN, False), (PLAN[26:], True)])
def test_beside_the_as_at_date_it_is_said_that_it_is_today_where_the_file_states_none(
    plan, is_assumed
):
    said = " (today: the file states no date, set it under *Dates*). 4 actions."
    assert (said in words(uploaded(plan))) is is_assumed


def test_a_workbook_with_a_tab_a_month_is_recorded_whole_each_tab_as_its_date():
    months = [date(2016, 1, 31), date(2016, 2, 29), date(2016, 3, 31)]
    record(uploaded(tabs(*months), "Force plan.xlsx"))
    with History() as history:
        recorded = history.recorded(NAME)
        done = [
            int(history.load(each.id).actions["status"].eq("complete").sum()) for each in recorded
        ]
    assert [each.as_at for each in recorded] == months
    assert [each.sheets for each in recorded] == [(f"{month:%B %Y}",) for month in months]
    assert done == [0, 1, 2]


def test_a_history_that_cannot_be_reached_gets_one_sentence_and_the_page_goes_on(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'nowhere' / 'history.db'}")
    app = press(uploaded(PLAN), "Record")
    assert "could not be opened: check that its folder is there" in words(app)
    assert "1 of 3 actions (33%) is complete" in words(app)


def read_by_hand(app: AppTest) -> AppTest:
    turned_to(app, "check")
    app.number_input(key="check_row").set_value(4).run()
    for letter, field in READ_AS.items():
        app.selectbox(key=f"field_of_{letter}").set_value(field).run()
    for word, group in MEANINGS.items():
        app.selectbox(key=f"status_{word}").set_value(group).run()
    assert not app.exception
    return app


def test_a_layout_is_remembered_with_the_plan_and_read_so_once_its_headings_are_shown():
    record(read_by_hand(uploaded(ODD, "piano.csv")))
    app = turned_to(uploaded(ODD + b"4,Delta,Archivio,07/01/2016,Fatto,\n", "piano 2.csv"), "check")
    app.number_input(key="check_row").set_value(4).run()  # no heading is known without
    assert "Read as remembered for a file with these headings." in words(app)
    assert app.selectbox(key="field_of_C").value == "owner"
    assert "2 of 4, 50%" in [metric.value for metric in app.metric]


CLOSED = b"""Ref,Action,Lead,HMIC timescale,Status
1,Alpha,Records,30/11/2015,Parked
2,Beta,ICT,30/11/2015,In progress
"""


def test_a_remembered_layout_is_used_for_the_next_upload_and_can_be_forgotten():
    app = turned_to(uploaded(CLOSED), "check")
    app.selectbox(key="status_Parked").set_value("withdrawn").run()
    press(app, "Remember it for these headings")
    later = turned_to(uploaded(CLOSED.replace(b"Beta", b"Gamma"), "later.csv"), "check")
    assert "Read as remembered for a file with these headings." in words(later)
    assert later.selectbox(key="status_Parked").value == "withdrawn"
    press(later, "Forget what was remembered")
    assert "Read as remembered" not in words(later)
    assert "Read as remembered" not in words(uploaded(CLOSED))


def test_undoing_reads_this_file_without_what_was_remembered():
    app = turned_to(uploaded(CLOSED), "check")
    app.selectbox(key="status_Parked").set_value("withdrawn").run()
    press(app, "Remember it for these headings")
    press(app, "“Parked”: withdrawn")
    assert "Read as remembered" not in words(app)
    assert "Read as remembered" in words(uploaded(CLOSED))


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("Force_plan_2016-04-30.xlsx", "Force plan"),
        ("Force plan 30.04.2016.xlsx", "Force plan"),
        ("HMIC action plan - April 2016 v2.xlsx", "HMIC action plan"),
        ("2016-04-30.xlsx", "2016 04 30"),
        ("Force plan april.csv", "Force plan"),
        ("Force plan marketing.csv", "Force plan marketing"),
        ("March of the archives.csv", "March of the archives"),
    ],
)
def test_a_plans_name_is_its_files_without_the_date(file, name):
    assert name_from_file(file) == name


def test_a_recorded_position_is_opened_as_at_its_own_date_whatever_was_chosen_before():
    app = record(uploaded(PLAN))
    app.date_input(key="as_at").set_value(date(2016, 12, 31)).run()
    assert "as at 31 December 2016" in words(app)
    session_of(app).position = 1
    app.run()
    assert "as at 30 April 2016" in words(app)
    assert app.date_input(key="as_at").value == date(2016, 4, 30)
