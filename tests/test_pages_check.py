"""Check the reading: how a file is read in another way, and what the figures become."""

import io
import json
from datetime import date

import openpyxl
from streamlit.testing.v1 import AppTest

from tests.test_pages import findings, metrics, session_of, started, turned_to, uploaded, words
from tracker import Finding
from tracker.mapping import write_mapping
from tracker.reading.choices import Choices
from tracker.reading.findings import FindingKind
from tracker.statements.on_findings import MOST_VALUES
from ui import check_findings, plan_source

# In Italian, with a title above, unknown status words and dates with the month first. As at 30
# April 2016: Alfa, due on 30 November 2015, was completed on 15 December 2015: 15 days late. Beta
# was due on 5 January 2016 and goes on: 116 days. Gamma is due on 1 June 2016.
ODD = b"""Piano d'azione,,,,,
Position as at 30 April 2016,,,,,
,,,,,
Numero,Azione,Responsabile,Scadenza,Avanzamento,Chiusa il
1,Alfa,Archivio,11/30/2015,Fatto,12/15/2015
2,Beta,Informatica,01/05/2016,Avviato,
3,Gamma,Archivio,06/01/2016,Da avviare,
"""
READ_AS = {
    "A": "reference",
    "B": "action",
    "C": "owner",
    "D": "original_due",
    "E": "status",
    "F": "completed_on",
}
MEANINGS = {"Fatto": "complete", "Avviato": "in_progress", "Da avviare": "not_started"}
SIMPLE = b"Ref,Action,Lead,Deputy,Status\n1,Alpha,Records,ICT,Embedding\n"


def check_page(content: bytes, name: str = "piano.csv") -> AppTest:
    return turned_to(uploaded(content, name), "check")


def press(app: AppTest, label: str) -> AppTest:
    plain = [(button.label.replace("\\", ""), button) for button in app.button]
    next(button for said, button in plain if said == label).click().run()
    assert not app.exception
    return app


def read_as(app: AppTest, letter: str) -> str:
    return app.selectbox(key=f"field_of_{letter}").value


def mapped_by_hand() -> AppTest:
    """The odd plan, read as its user says on the page."""
    app = check_page(ODD)
    app.number_input(key="check_row").set_value(4).run()
    for letter, field in READ_AS.items():
        app.selectbox(key=f"field_of_{letter}").set_value(field).run()
    for word, group in MEANINGS.items():
        app.selectbox(key=f"status_{word}").set_value(group).run()
    assert not app.exception
    return app


def give_mapping(app: AppTest, file: bytes) -> None:
    uploader = next(each for each in app.file_uploader if each.label.startswith("Use a mapping"))
    uploader.upload("mapping.json", file, "application/json").run()
    assert not app.exception


def choices_of(app: AppTest) -> Choices:
    return session_of(app).plan.view.in_use.mapping


def test_the_sample_is_shown_as_read_and_cannot_be_changed():
    app = started("check")
    first_rows = json.loads(app.dataframe[0].proto.columns)
    letter = app.dataframe[0].value.eq("Lead").any().idxmax()
    assert first_rows[letter]["label"] == f"{letter}: Owner"
    assert not [box for box in app.selectbox if str(box.key).startswith(("field_of_", "status_"))]
    assert "Awaiting sign-off" in app.dataframe[1].value["Meaning"].tolist()


def test_each_column_stands_with_its_first_cells_under_the_field_that_it_is_read_as():
    app = check_page(SIMPLE)
    assert [read_as(app, letter) for letter in "ABCDE"] == [
        "reference",
        "action",
        "owner",
        "",
        "status",
    ]
    rows = app.dataframe[0].value
    assert rows["C"].tolist() == ["Lead", "Records"]
    assert rows["Row"].tolist() == ["1, headings", "2"]


def test_an_odd_layout_becomes_right_figures():
    app = mapped_by_hand()
    assert "piano.csv, as at 30 April 2016. 3 actions." in words(app)
    tiles = metrics(app)
    assert tiles["Complete"] == ("1 of 3, 33%", "")
    assert tiles["Overdue"] == ("1 of 2 open", "")
    assert tiles["Median slippage"] == ("15 days", "")


def test_a_file_is_opened_once_whatever_is_said_of_it(monkeypatch):
    opened = []
    open_book = plan_source.open_book
    monkeypatch.setattr(plan_source, "open_book", lambda *of: opened.append(1) or open_book(*of))
    app = mapped_by_hand()
    press(app, "“Avviato”: in progress")
    app.toggle(key="check_catalogue").set_value(True).run()
    assert len(opened) == 1


def test_a_file_without_a_known_heading_waits_for_its_header_row_and_the_plan_stays():
    app = uploaded(b"Position as at 1 May 2016\nRef,Action,Status\n1,Alpha,Open\n", "ours.csv")
    app.file_uploader[0].upload("piano.csv", ODD).run()
    assert "piano.csv could not be read" in words(app)
    assert "ours.csv, as at 1 May 2016. 1 action." in words(app)
    turned_to(app, "check")
    assert "No plan was found in piano.csv" in words(app)
    assert "could not be read" not in words(app)
    assert app.number_input(key="check_row").value is None
    assert "Numero" in app.dataframe[0].value.to_numpy()
    press(app, "Leave this file")
    assert app.number_input(key="check_row").value == 2


def test_a_choice_that_cannot_be_read_is_said_and_changes_nothing():
    app = mapped_by_hand()
    before = choices_of(app)
    for choices, said in (
        (Choices(columns={"owner": "Chi"}, header_row=4), "There is no column headed “Chi”"),
        (Choices(columns={"owner": "Chi"}), "No table that looks like an action plan"),
    ):
        give_mapping(app, write_mapping(choices))
        assert said in words(app)
        assert choices_of(app) == before
        assert read_as(app, "C") == "owner"


def test_a_file_that_is_no_mapping_is_refused_in_a_sentence():
    app = mapped_by_hand()
    give_mapping(app, b"{}[")
    assert "it is not a JSON file. Nothing was changed." in words(app)


def test_the_mapping_that_is_downloaded_holds_what_was_changed_and_reads_the_plan_anew():
    choices = choices_of(mapped_by_hand())
    saved = json.loads(write_mapping(choices))
    headings = ODD.decode().splitlines()[3].split(",")
    assert saved["columns"] == dict(zip(READ_AS.values(), headings, strict=True))
    assert saved["statuses"] == MEANINGS
    assert saved["header_row"] == 4
    app = check_page(ODD)
    give_mapping(app, write_mapping(choices))
    assert metrics(app)["Median slippage"] == ("15 days", "")


def test_each_thing_that_was_said_is_undone_by_itself():
    app = check_page(SIMPLE)
    app.selectbox(key="field_of_C").set_value("").run()
    app.selectbox(key="status_Embedding").set_value("complete").run()
    assert metrics(app)["Complete"] == ("1 of 1, 100%", "")
    press(app, "Owner: no column")
    assert read_as(app, "C") == "owner"
    assert choices_of(app) == Choices(statuses={"Embedding": "complete"})
    press(app, "“Embedding”: complete")
    assert metrics(app)["Complete"] == ("0 of 1, 0%", "")
    assert choices_of(app) == Choices()
    assert "to be undone" not in words(app)


def test_a_column_said_to_be_another_field_is_given_up_by_the_first():
    app = check_page(SIMPLE)
    app.selectbox(key="field_of_D").set_value("owner").run()
    assert read_as(app, "C") != "owner"
    app.selectbox(key="field_of_D").set_value("reference").run()
    assert [read_as(app, letter) for letter in "ACD"].count("reference") == 1
    assert read_as(app, "D") == "reference"
    assert read_as(app, "C") == "owner"


def test_of_several_columns_of_later_dates_the_one_left_stays():
    content = b"""Ref,Action,Original date,Revised date 1,Revised date 2,Status
1,Alpha,30/11/2015,31/01/2016,31/03/2016,Open
2,Beta,30/11/2015,31/01/2016,,Open
"""
    app = check_page(content)
    assert [read_as(app, letter) for letter in "DE"] == ["revised_due", "revised_due"]
    app.selectbox(key="field_of_E").set_value("").run()
    assert [read_as(app, letter) for letter in "DE"] == ["revised_due", ""]
    assert choices_of(app) == Choices(columns={"revised_due": "Revised date 1"})


def test_words_that_do_not_say_what_is_complete_come_first_with_their_counts():
    content = b"""Ref,Action,Status
1,Alpha,Complete
2,Beta,Complete
3,Gamma,Embedding
4,Delta,Green
"""
    app = check_page(content)
    asked = [each.label for each in app.selectbox if "“" in each.label and "action" in each.label]
    assert asked == ["“Embedding”, 1 action", "“Green”, 1 action, assumed", "“Complete”, 2 actions"]


def test_dates_are_read_month_first_where_the_user_says_so():
    app = check_page(b"Ref,Action,Due,Status\n1,Alpha,01/02/2016,Open\n")
    app.selectbox(key="check_order").set_value(False).run()
    assert session_of(app).plan.view.measured["original_due"].iloc[0].date() == date(2016, 1, 2)
    press(app, "Month first")
    assert session_of(app).plan.view.measured["original_due"].iloc[0].date() == date(2016, 2, 1)


def test_a_date_chosen_in_the_plan_bar_stays_while_the_plan_is_read_anew():
    app = check_page(ODD.replace(b"Azione", b"Action").replace(b"Avanzamento", b"Status"))
    app.date_input(key="as_at").set_value(date(2016, 7, 1)).run()
    app.selectbox(key="status_Fatto").set_value("complete").run()
    assert "as at 1 July 2016" in words(app)


def test_the_catalogue_is_used_when_the_user_says_so():
    content = b"Rec,Action,Due,Status\n5,Alpha,31/03/2016,Open\n"
    app = check_page(content)
    assert not session_of(app).plan.view.plan.actions["recommendation_due"].notna().any()
    app.toggle(key="check_catalogue").set_value(True).run()
    due = session_of(app).plan.view.plan.actions["recommendation_due"]
    assert due.iloc[0].date() == date(2015, 11, 30)
    press(app, "The recommendations are those of the list")
    assert not app.toggle(key="check_catalogue").value


def two_sheets() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Ref", "Action", "Lead", "Due", "Status"])
    book.active.append(["1", "Alpha", "Records", date(2015, 11, 30), "Open"])
    other = book.create_sheet("Altro")
    other.append(["Numero", "Azione"])
    other.append(["1", "Alfa"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_sheet_without_known_headings_can_be_chosen_and_its_header_row_given():
    app = check_page(two_sheets(), "two.xlsx")
    app.multiselect(key="check_sheets").set_value(["Altro"]).run()
    assert "No plan was found in two.xlsx" in words(app)
    app.number_input(key="check_row").set_value(1).run()
    app.selectbox(key="field_of_B").set_value("action").run()
    actions = session_of(app).plan.view.plan.actions
    assert actions["action"].tolist() == ["Alfa"]
    assert choices_of(app).sheets == ("Altro",)


def test_of_a_file_with_nothing_in_it_that_is_said_at_once():
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    app = uploaded(file.getvalue(), "empty.xlsx")
    assert "empty.xlsx could not be read. There is nothing in this file" in words(app)
    assert "Show where the plan is in it" not in [link.proto.label for link in app.get("page_link")]
    press(app, "Dismiss")
    assert "empty.xlsx" not in words(app)


def test_a_file_in_which_no_plan_is_found_can_be_left():
    app = check_page(b"Chi,Cosa\n1,Alfa\n", "altro.csv")
    press(app, "Leave this file")
    assert "altro.csv" not in words(app)


def finding(severity: str, kind: str, cell: str = "A1", value: str = "x") -> Finding:
    return Finding(severity, "Plan", cell, "status", value, f"Said of {kind}.", FindingKind(kind))


def test_what_is_said_of_several_cells_is_one_row_the_worst_and_the_most_frequent_first():
    rows = check_findings.table(
        [
            finding("note", "hidden_rows"),
            finding("warning", "month_precision"),
            finding("error", "date_not_understood", value="TBC"),
            finding("error", "status_not_understood"),
            finding("error", "status_not_understood", "A2"),
            finding("error", "status_not_understood", "A9", value="y"),
        ]
    )
    dealt = rows["What was found, and what to do"].str.extract(r"-badge\[(.+?)\]")[0]
    assert dealt.tolist() == [
        "Could not be used",
        "Could not be used",
        "Assumed, and a figure depends on it",
        "Note",
    ]
    where = [text.replace("\\", "") for text in rows["Where"]]
    assert where == ["“x” in A1:A2; “y” in A9", "“TBC” in A1", "“x” in A1", "“x” in A1"]


def test_a_finding_leads_to_where_it_is_set():
    app = check_page(b"Ref,Action,Lead,HMIC timescale,Status\n1,Alpha,Records,TBC,Embedding\n")
    said = findings(app)
    assert "Status not understood" in said
    assert "[Set it](#status-words)" in said
    assert "“TBC” in D2" in said
    assert "[Set it]" not in findings(started("check"))


def test_findings_are_shown_as_their_filters_say():
    app = check_page(b"Ref,Action,Lead,HMIC timescale,Status\n1,Alpha,Records,TBC,Embedding\n")
    app.multiselect(key="kind").set_value(["Status not understood"]).run()
    assert "“Embedding” in E2" in findings(app)
    assert "TBC" not in findings(app)


def test_of_very_many_values_the_page_names_the_first(monkeypatch):
    rows = [f"{number},Action {number},Lead,30/11/2015,Word {number}" for number in range(60)]
    plan = "\n".join(["Ref,Action,Lead,HMIC timescale,Status", *rows]).encode()
    said = findings(check_page(plan))
    assert said.count("“Word ") == MOST_VALUES
    assert "and 40 more in the downloads" in said
