"""Which column is which field: by heading, then by what it holds."""

from datetime import date

import pytest

from tracker.book import Cell, PlanError, Sheet, column_of
from tracker.reading import headings
from tracker.reading.choices import Choices
from tracker.reading.columns import Columns, assign
from tracker.reading.date_headings import date_kind

from tracker.reading.table import Table

TODAY = date(2016, 4, 30)


def chosen_of(
    names: list[str], columns: list[list[Cell]], choices: Choices | None = None
) -> Columns:
    cells = [column_of(column) for column in columns]
    table = Table(Sheet("Plan", cells), names, cells, 0, 1, 4.0, None, "", "", {})
    return assign(table, choices or Choices(), TODAY)


def fields(names: list[str], *rows: list[Cell], **chosen: str) -> dict[str, str]:
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in names]
    found = chosen_of(names, columns, Choices(columns=chosen)).fields
    return {name: names[column] for name, column in found.items()}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Ref.", "reference"),
        ("Action No", "reference"),
        ("#", "reference"),
        ("POA&M ID", "reference"),
        ("WBS", "reference"),
        ("Rec No.", "recommendation"),
        ("HMIC Recommendation", "recommendation"),
        ("Weakness", "recommendation"),
        ("Finding description", "recommendation"),
        ("Action to be\ntaken", "action"),
        ("Mitigation  Strategy", "action"),
        ("Task_Name", "action"),
        ("Corrective action", "action"),
        ("Agreed management action", "action"),
        ("Lead officer(s)", "owner"),
        ("By whom", "owner"),
        ("SRO", "owner"),
        ("Assigned To", "owner"),
        ("Point of Contact", "owner"),
        ("Force lead", "owner"),
        ("Current status", "status"),
        ("% complete", "percent_complete"),
        ("Completion (%)", "percent_complete"),
        ("Progress update (as at 30 April)", "progress"),
        ("Comments", "progress"),
        ("Dependencies", "dependency"),
        ("Protective marking", "restricted"),
        ("Evidence of completion", "evidence"),
        ("Success criteria", "success_measure"),
        ("Priority", "priority"),
        ("National / Force", "scope"),
    ],
)
def test_a_heading_names_its_field(heading: str, field: str) -> None:
    assert headings.matches(heading)[0].field == field


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("HMIC timescale", "original"),
        ("Original target date", "original"),
        ("Baseline Finish", "original"),
        ("Target date", "due"),
        ("By when", "due"),
        ("Deadline", "due"),
        ("Scheduled Completion Date", "due"),
        ("Date for Resolution", "due"),
        ("Revised target date", "revised"),
        ("Extended to", "revised"),
        ("Forecast date", "soft"),
        ("Agreed date", "soft"),
        ("Actual finish", "completed"),
        ("Date completed", "completed"),
        ("Implemented on", "completed"),
        ("Date of completion", "completed"),
        ("Completion date", "completion"),
        ("Next review date", "other"),
        ("Start date", "other"),
        ("Date raised", "other"),
        ("Expiry date", "other"),
        ("Date of last update", "other"),
        ("Owner", ""),
    ],
)
def test_a_heading_says_what_its_dates_are(heading: str, kind: str) -> None:
    assert date_kind(heading) == kind


@pytest.mark.parametrize(
    "heading", ["azione", "Verantwortlich", "Échéance", "Fecha límite", "Qwerty"]
)
def test_a_heading_in_another_language_is_not_guessed(heading: str) -> None:
    assert headings.matches(heading) == ()
    assert date_kind(heading) in ("", "other")


def test_a_slip_in_a_heading_is_read_and_said() -> None:
    columns = chosen_of(["Recomendation", "Action"], [["1"], ["Do it"]])
    assert columns.fields == {"action": 1, "recommendation": 0}
    assert [remark.kind for remark in columns.remarks] == ["heading_taken_by_likeness"]


def test_original_revised_and_completed_are_told_apart() -> None:
    names = ["Action", "Start date", "Target date", "Revised date", "Actual date", "Next review"]
    assert fields(names) == {
        "action": "Action",
        "original_due": "Target date",
        "revised_due": "Revised date",
        "completed_on": "Actual date",
    }


def test_the_original_date_goes_before_other_due_dates() -> None:
    names = ["Action", "Due date", "Original date"]
    assert fields(names)["original_due"] == "Original date"
    assert fields(names)["revised_due"] == "Due date"


def test_of_several_targets_the_first_is_the_original_and_the_last_the_revised() -> None:
    names = ["Action", "Target 1", "Target 2", "Target 3"]
    columns = chosen_of(names, [[], [], [], []])
    assert columns.fields["original_due"] == 1
    assert columns.revised == [2, 3]


def test_the_only_column_of_dates_is_the_original_and_that_is_said() -> None:
    columns = chosen_of(["Action", "Expected finish"], [["a"], ["30/11/2015"]])
    assert columns.fields["original_due"] == 1
    assert [remark.kind for remark in columns.remarks] == ["only_one_date_column"]


def test_completion_date_is_a_due_date_where_open_actions_have_one() -> None:
    names = ["Action", "Status", "Completion date"]
    rows = [["a", "Complete", "30/11/2015"], ["b", "In progress", "31/03/2016"]]
    assert fields(names, *rows)["original_due"] == "Completion date"


def test_completion_date_is_a_due_date_where_it_lies_in_the_future() -> None:
    names = ["Action", "Completion date"]
    assert fields(names, ["a", "31/12/2016"])["original_due"] == "Completion date"


def test_completion_date_is_the_day_completed_where_only_completed_actions_have_one() -> None:
    names = ["Action", "Status", "Due", "Completion date"]
    rows = [["a", "Complete", "01/11/2015", "30/11/2015"], ["b", "Open", "31/03/2016", ""]]
    assert fields(names, *rows)["completed_on"] == "Completion date"


def test_a_bare_completed_column_is_a_date_or_a_status_by_what_it_holds() -> None:
    assert fields(["Action", "Completed"], ["a", "30/11/2015"])["completed_on"] == "Completed"
    assert fields(["Action", "Completed"], ["a", "Yes"])["status"] == "Completed"


def test_an_owner_goes_before_a_lead_and_the_other_is_said() -> None:
    columns = chosen_of(["Action", "Strategic lead", "Action owner"], [[], [], []])
    assert columns.fields["owner"] == 2
    assert [(r.kind, r.column) for r in columns.remarks] == [("another_owner_column", 1)]


def test_what_was_before_is_no_field() -> None:
    names = ["Action", "Previous owner", "Previous status", "Owner", "Status"]
    assert fields(names) == {"action": "Action", "owner": "Owner", "status": "Status"}


def test_an_earlier_date_beside_the_original_is_not_its_revision() -> None:
    names = ["Action", "HMIC timescale", "Action due date"]
    rows = [["a", "30/11/2015", "30/09/2015"], ["b", "31/03/2016", "31/01/2016"]]
    assert "revised_due" not in fields(names, *rows)


def test_a_column_of_markings_is_recognised_by_what_it_holds() -> None:
    assert fields(["Action", "Group"], ["a", "Open"], ["b", "Exempt"])["restricted"] == "Group"
    assert "restricted" not in fields(["Action", "Group"], ["a", "Open"], ["b", "Closed"])


def test_a_number_and_a_wording_of_recommendations_are_told_apart() -> None:
    names = ["Rec No", "Recommendation", "Action"]
    rows = [["5", "Scrutinise audits of compliance with the practice", "Do it"]]
    assert fields(names, *rows)["recommendation"] == "Rec No"
    assert fields(names, *rows)["recommendation_text"] == "Recommendation"


def test_a_status_column_is_recognised_by_its_words() -> None:
    found = fields(["Action", "Where are we"], ["a", "In progress"], ["b", "Complete"])
    assert found["status"] == "Where are we"


def test_dates_under_an_unknown_heading_are_asked_about_and_not_used() -> None:
    columns = chosen_of(["Action", "Échéance"], [["a"], ["30/11/2015"]], {})
    assert "original_due" not in columns.fields
    assert [(r.severity, r.kind) for r in columns.remarks] == [("error", "dates_not_recognised")]


def test_the_users_choice_goes_before_everything() -> None:
    names = ["azione", "Action", "Owner"]
    assert fields(names, action="azione", owner="")["action"] == "azione"
    assert "owner" not in fields(names, owner="")


def test_a_choice_may_name_a_column_by_its_letter() -> None:
    assert fields(["azione", "due"], action="A")["action"] == "azione"


def test_a_choice_that_names_nothing_is_refused_in_one_sentence() -> None:
    with pytest.raises(PlanError, match="no column headed “Tätigkeit”"):
        fields(["Action"], action="Tätigkeit")
    with pytest.raises(PlanError, match="no field called “verb”"):
        fields(["Action"], verb="Action")
