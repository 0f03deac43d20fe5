"""The page on which a file is read in another way: each choice, and what the figures become."""

import io
import json
from datetime import date

import openpyxl
from streamlit.testing.v1 import AppTest

from tests.test_pages import metrics, started, turned_to, uploaded, words
from tracker.mapping import write_mapping
from tracker.reading.choices import Choices

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
    "reference": "Numero",
    "action": "Azione",
    "owner": "Responsabile",
    "original_due": "Scadenza",
    "status": "Avanzamento",
    "completed_on": "Chiusa il",
}
MEANINGS = {"Fatto": "complete", "Avviato": "in_progress", "Da avviare": "not_started"}


def mapping_page(content: bytes, name: str = "piano.csv") -> AppTest:
    return turned_to(uploaded(content, name), "mapping")


def mapped_by_hand() -> AppTest:
    """The odd plan, read as its user says on the page."""
    app = mapping_page(ODD)
    app.number_input(key="map_row").set_value(4).run()
    for field, heading in READ_AS.items():
        app.selectbox(key=f"map_column_{field}").set_value(heading).run()
    for word, group in MEANINGS.items():
        app.selectbox(key=f"map_status_{word}").set_value(group).run()
    assert not app.exception
    return app


def give_mapping(app: AppTest, file: bytes) -> None:
    uploader = next(each for each in app.file_uploader if each.label.startswith("Use a mapping"))
    uploader.upload("mapping.json", file, "application/json").run()
    assert not app.exception


def layout_of(app: AppTest) -> Choices:
    return app.session_state["_view"].in_use.mapping


def test_the_sample_is_shown_as_read_and_cannot_be_changed():
    app = started("mapping")
    assert app.selectbox(key="map_column_owner").value == "Lead"
    assert app.selectbox(key="map_column_owner").disabled
    assert "Upload your own plan" in words(app)


def test_each_field_shows_its_column_with_three_of_its_values():
    content = b"""Ref,Action,Lead,HMIC timescale,Status
1,Alpha,Records,30/11/2015,Complete
2,Beta,Records,30/11/2015,In progress
3,Gamma,ICT,31/12/2015,In progress
4,Delta,Estates,31/01/2016,Open
5,Epsilon,Finance,31/01/2016,Open
"""
    app = mapping_page(content)
    owner = app.selectbox(key="map_column_owner")
    assert "Lead (automatic) · Records; ICT; Estates" in owner.options
    assert "Column C: “Records”; “ICT”; “Estates”. Chosen automatically." in words(app)


def test_an_odd_layout_becomes_right_figures():
    app = mapped_by_hand()
    assert "piano.csv, as at 30 April 2016. 3 actions." in words(app)
    tiles = metrics(app)
    assert tiles["Complete"] == ("33%", "1 of 3")
    assert tiles["Overdue"] == ("1", "of 2 open")
    assert tiles["Median days slipped"] == ("15", "most 116")


def test_a_file_without_a_known_heading_waits_for_its_header_row_and_the_plan_stays():
    app = uploaded(b"Position as at 1 May 2016\nRef,Action,Status\n1,Alpha,Open\n", "ours.csv")
    app.file_uploader[0].upload("piano.csv", ODD).run()
    assert "piano.csv could not be read" in words(app)
    assert "ours.csv, as at 1 May 2016. 1 action." in words(app)
    turned_to(app, "mapping")
    assert "No plan was found in **piano.csv**" in words(app)
    assert "could not be read" not in words(app)
    assert app.number_input(key="map_row").value is None
    assert "Numero" in app.dataframe[0].value.to_numpy()
    next(button for button in app.button if button.label == "Leave this file").click().run()
    assert app.number_input(key="map_row").value == 2


def test_a_choice_that_cannot_be_read_is_said_and_changes_nothing():
    app = mapped_by_hand()
    before = layout_of(app)
    for layout, said in (
        (Choices(columns={"owner": "Chi"}, header_row=4), "There is no column headed “Chi”"),
        (Choices(columns={"owner": "Chi"}), "No table that looks like an action plan"),
    ):
        give_mapping(app, write_mapping(layout))
        assert said in words(app)
        assert layout_of(app) == before
        assert app.selectbox(key="map_column_owner").value == "Responsabile"


def test_a_file_that_is_no_mapping_is_refused_in_a_sentence():
    app = mapped_by_hand()
    give_mapping(app, b"{}[")
    assert "it is not a JSON file. Nothing was changed." in words(app)


def test_the_mapping_that_is_downloaded_holds_what_was_changed_and_reads_the_plan_anew():
    layout = layout_of(mapped_by_hand())
    saved = json.loads(write_mapping(layout))
    assert saved["columns"] == READ_AS
    assert saved["statuses"] == MEANINGS
    assert saved["header_row"] == 4
    app = mapping_page(ODD)
    give_mapping(app, write_mapping(layout))
    assert metrics(app)["Median days slipped"] == ("15", "most 116")


def test_undoing_reads_the_file_as_if_nothing_had_been_said():
    app = mapping_page(b"Ref,Action,Lead,Status\n1,Alpha,Records,Bedded in\n")
    app.selectbox(key="map_column_owner").set_value("").run()
    app.selectbox(key="map_status_Bedded in").set_value("complete").run()
    assert metrics(app)["Complete"] == ("100%", "1 of 1")
    next(button for button in app.button if button.label == "Undo my changes").click().run()
    assert metrics(app)["Complete"] == ("0%", "0 of 1")
    assert app.selectbox(key="map_column_owner").value == "Lead"
    assert layout_of(app) == Choices()


def test_a_column_chosen_for_one_field_is_given_up_by_the_other():
    app = mapping_page(b"Ref,Action,Lead,Deputy\n1,Alpha,Records,ICT\n")
    app.selectbox(key="map_column_owner").set_value("Deputy").run()
    app.selectbox(key="map_column_reference").set_value("Deputy").run()
    assert app.selectbox(key="map_column_reference").value == "Deputy"
    assert app.selectbox(key="map_column_owner").value == "Lead"


def test_words_that_do_not_say_what_is_complete_come_first():
    content = b"""Ref,Action,Status
1,Alpha,Complete
2,Beta,Complete
3,Gamma,Bedded in
4,Delta,Green
"""
    app = mapping_page(content)
    asked = [each.label for each in app.selectbox if "action" in each.label and "“" in each.label]
    assert [label.split("”")[0] for label in asked] == ["“Bedded in", "“Green", "“Complete"]
    assert "2 words do not say what is complete" in words(app)


def test_dates_are_read_month_first_where_the_user_says_so():
    app = mapping_page(b"Ref,Action,Due,Status\n1,Alpha,01/02/2016,Open\n")
    app.radio(key="map_order").set_value("month first").run()
    assert app.session_state["_view"].measured["original_due"].iloc[0].date() == date(2016, 1, 2)


def test_a_date_chosen_in_the_sidebar_stays_while_the_plan_is_read_anew():
    app = mapping_page(ODD.replace(b"Azione", b"Action").replace(b"Avanzamento", b"Status"))
    app.date_input(key="as_at").set_value(date(2016, 7, 1)).run()
    app.selectbox(key="map_status_Fatto").set_value("complete").run()
    assert "as at 1 July 2016" in words(app)


def test_the_catalogue_is_used_when_the_user_says_so():
    content = b"Rec,Action,Due,Status\n5,Alpha,31/03/2016,Open\n"
    app = mapping_page(content)
    assert not app.session_state["_view"].plan.actions["recommendation_due"].notna().any()
    app.toggle(key="map_catalogue").set_value(True).run()
    due = app.session_state["_view"].plan.actions["recommendation_due"]
    assert due.iloc[0].date() == date(2015, 11, 30)


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
    app = mapping_page(two_sheets(), "two.xlsx")
    app.multiselect(key="map_sheets").set_value(["Altro"]).run()
    assert "No plan was found in **two.xlsx**" in words(app)
    app.number_input(key="map_row").set_value(1).run()
    app.selectbox(key="map_column_action").set_value("Azione").run()
    actions = app.session_state["_view"].plan.actions
    assert actions["action"].tolist() == ["Alfa"]
    assert layout_of(app).sheets == ("Altro",)


def test_a_file_with_nothing_in_it_can_be_left():
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    app = mapping_page(file.getvalue(), "empty.xlsx")
    assert "There is nothing in this file." in words(app)
    next(button for button in app.button if button.label == "Leave this file").click().run()
    assert "empty.xlsx" not in words(app)
