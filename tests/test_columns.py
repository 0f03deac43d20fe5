"""Which column is which field: by heading and contents, all columns together."""

from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tables import table_of
from tracker import read_plan
from tracker.book import Cell, PlanError
from tracker.reading import headings
from tracker.reading.choices import Choices
from tracker.reading.columns import Columns, assign, best
from tracker.reading.heading_words import date_kind

TODAY = date(2016, 4, 30)


def chosen_of(
    names: list[str], columns: list[list[Cell]], choices: Choices | None = None
) -> Columns:
    rows = [list(row) for row in zip(*columns, strict=True)]
    return assign(table_of(names, rows), choices or Choices(), TODAY)


def read(names: list[str], *rows: list[Cell], **chosen: str) -> Columns:
    return assign(table_of(names, rows), Choices(columns=chosen), TODAY)


def fields(names: list[str], *rows: list[Cell], **chosen: str) -> dict[str, str]:
    found = read(names, *rows, **chosen).fields
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
        ("milestone_name", "action"),
        ("Corrective action", "action"),
        ("Agreed management action", "action"),
        ("Lead officer(s)", "owner"),
        ("By whom", "owner"),
        ("SRO", "owner"),
        ("Assigned To", "owner"),
        ("Point of Contact", "owner"),
        ("Force lead", "owner"),
        ("Responsible official", "owner"),
        ("Action(s) taken / planned", "action"),
        ("Actions to deliver improvement", "action"),
        ("Actions to date", "progress"),
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
        ("Changed due date", "revised"),
        ("Forecast date", "soft"),
        ("Agreed date", "soft"),
        ("Committed date", "soft"),
        ("Target date of compliance", "due"),
        ("Expected resolution", "soft"),
        ("HMIC completion date", "original"),
        ("To be completed by HMICFRS", "original"),
        ("Date closed by HMICFRS", "completed"),
        ("Actual finish", "completed"),
        ("Final action date", "completed"),
        ("Agreed latest", "revised"),
        ("Date completed", "completed"),
        ("Implemented on", "completed"),
        ("Date of completion", "completed"),
        ("Date complied", "completed"),
        ("Date of compliance", "completed"),
        ("Completion date", "completion"),
        ("1st Revision", "revised"),
        ("Revision 2", "revised"),
        ("Document revision", "other"),
        ("Next review date", "other"),
        ("Start date", "other"),
        ("Date raised", "other"),
        ("Changed Date", "other"),
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
    assert [remark.said.kind for remark in columns.remarks] == ["heading_taken_by_likeness"]


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
    assert [remark.said.kind for remark in columns.remarks] == ["only_one_date_column"]


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
    assert [(r.said.kind, r.column) for r in columns.remarks] == [("another_owner_column", 1)]


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
    told = [(r.said.severity, r.said.kind) for r in columns.remarks]
    assert told == [("error", "dates_not_recognised")]


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


NEVER_DUE = """
    Finding date; Date of finding; Date found; Inspection date; Date of inspection; Audit date;
    Visit date; Date of visit; Committee date; Board meeting date; Meeting; Date logged; Log
    date; Logged on; Raised; Date raised; Raised on; Identified; Date identified; Opened; Opened
    at; Date opened; Created; created_at; Start; Start date; Planned start date; Target start;
    Orig. Start; Start due; Review date; Next review due; Date of last review; Last updated;
    Update due; Date reported; Issue date; Date issued; Status date; Date of survey; Date
    assigned; Date requested; Extension requested to; Expiry date; Dyddiad dechrau; Dyddiad yr
    arolygiad; Dyddiad codi; Dyddiad adolygu; Dyddiad y cyfarfod
"""


@pytest.mark.parametrize("heading", [" ".join(text.split()) for text in NEVER_DUE.split(";")])
def test_the_day_something_was_found_held_or_written_down_is_never_when_it_is_due(
    heading: str,
) -> None:
    columns = read(["Action", heading], ["Do it", "01/02/2016"], ["Do that", "03/02/2016"])
    assert not columns.fields.keys() & {"original_due", "revised_due", "completed_on"}
    assert [(remark.said.severity, remark.column) for remark in columns.remarks] == [("warning", 1)]


@pytest.mark.parametrize(
    "heading",
    "Finding due date; Audit target date; Inspection deadline; Issue resolution target; Log due; "
    "Updated due date; Committee deadline; Risk target date; Report due".split("; "),
)
def test_a_due_date_of_a_finding_an_audit_or_a_report_is_one(heading: str) -> None:
    rows = [["Do it", "01/02/2016"], ["Do that", "03/02/2016"]]
    assert fields(["Action", heading], *rows)["original_due"] == heading


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Original estimate", [28800, 57600]),
        ("Target offset days", [30, 180]),
        ("Time spent", [36000, 43200]),
        ("Days to deadline", [12, 40]),
        ("Due in (days)", [20000, 30000]),
    ],
)
def test_seconds_and_numbers_of_days_are_no_dates(heading: str, values: list[float]) -> None:
    rows: list[list[Cell]] = [["Do it", float(values[0])], ["Do that", float(values[1])]]
    assert fields(["Action", heading], *rows) == {"action": "Action"}


def test_seconds_under_a_heading_of_due_dates_give_way_to_dates() -> None:
    rows: list[list[Cell]] = [["a", 28800.0, "30/11/2015"], ["b", 57600.0, "31/12/2015"]]
    assert fields(["Action", "Due", "Target"], *rows)["original_due"] == "Target"


def test_a_status_goes_before_the_answer_whether_it_is_complete_and_that_is_said() -> None:
    rows = [["a", "N", "delayed"], ["b", "Y", "completed"]]
    columns = read(["action", "is_complete", "status"], *rows)
    assert columns.fields["status"] == 2
    assert [(r.said.kind, r.column) for r in columns.remarks] == [("column_not_used", 1)]


@pytest.mark.parametrize("heading", ["Progress", "Completion", "Work done", "% of task", "Cynnydd"])
def test_percentages_are_the_percentage_whatever_progress_they_are_called(heading: str) -> None:
    assert fields(["Action", heading], ["a", "100%"], ["b", "60%"])["percent_complete"] == heading


@pytest.mark.parametrize("heading", ["% complete", "Overall % progress to date", "Task % (est.)"])
def test_a_heading_of_percentages_all_of_completion_is_the_percentage(heading: str) -> None:
    assert headings.matches(heading)[0].field == "percent_complete"


@pytest.mark.parametrize(
    "heading", ["Confidence %", "Recurrence rate (%)", "% of beds in use", "Probability"]
)
def test_percentages_of_another_thing_complete_nothing_and_are_said(heading: str) -> None:
    columns = read(["Action", heading], ["List the records", "100%"], ["Weed them", "60%"])
    assert "percent_complete" not in columns.fields


@pytest.mark.parametrize(
    ("values", "progress"),
    [
        ([0.5, 1.0, "75% ", 0.0], False),
        ([50.0, 100.0, "75%", 0.0], False),
        (["Half of it", 1.0, "75%", "Not begun"], True),
        ([2015.0, 2016.0, "75%", 2016.0], True),
    ],
)
def test_numbers_among_percentages_are_percentages_too(values: list[Cell], progress: bool) -> None:
    found = fields(["Action", "Progress"], *([f"Action {v}", v] for v in values))
    assert ("percent_complete" in found) is not progress


def test_a_column_of_what_was_completed_on_a_day_is_read_though_few_of_its_cells_are_days() -> None:
    values = ["12/03/2016", "Hopefully in May", "Hopefully in June", "Part only", "Yes"]
    rows: list[list[Cell]] = [[f"Action {v}", "31/01/2016", v] for v in values]
    assert fields(["Action", "Due date", "Completed on"], *rows)["completed_on"] == "Completed on"


def test_what_no_figure_rests_on_is_said_with_its_column() -> None:
    names = ["Action", "Due date", "Start date", "Budget spent", "Stage of work", "Échéance"]
    rows = [
        ["a", "30/11/2015", "01/09/2015", "20%", "Complete", "01/01/2016"],
        ["b", "31/12/2015", "01/10/2015", "40%", "In progress", "02/01/2016"],
    ]
    columns = read([*names, "Status"], *([*row, "Open"] for row in rows))
    told = {(remark.said.severity, remark.column) for remark in columns.remarks}
    assert told == {("note", 2), ("warning", 3), ("warning", 4), ("warning", 5)}


def test_a_blank_column_gives_way_to_a_filled_one() -> None:
    names = ["Action", "Status", "RAG", "Original due date", "Due date"]
    found = fields(names, ["a", "", "Red", "", "30/11/2015"], ["b", "", "Blue", "", "31/12/2015"])
    assert (found["status"], found["original_due"]) == ("RAG", "Due date")


def csv_plan(headings: list[str], row: list[str]) -> bytes:
    return ("\n".join(map(",".join, (headings, row))) + "\n").encode()


def test_no_column_is_lost_whatever_the_headings() -> None:
    names = ["Action", "Owner", "Due", "Notes", "Notes (2)", "Notes", "notes", "", "Column H", ""]
    row = ["Do it", "Head of IT", "30/11/2015", *"abcdefg"]
    original = read_plan(csv_plan(names, row)).original
    assert original.iloc[0].tolist() == row
    assert original.columns.is_unique


@settings(max_examples=15)  # each opens a file
@given(st.lists(st.sampled_from(["Notes", "notes", "Notes (2)", "Column E", "", " "]), max_size=8))
def test_each_column_keeps_its_own_heading(more: list[str]) -> None:
    names = ["Action", "Owner", "Due", *more]
    row = ["Do it", "Head of IT", "30/11/2015", *(f"value {i}" for i in range(len(more)))]
    original = read_plan(csv_plan(names, row)).original
    assert original.iloc[0].tolist() == row


def test_the_finding_of_an_assumed_column_names_its_cells() -> None:
    plan = read_plan(b"Action,Owner,Date\nDo it,Head of IT,30/11/2015\nDo that,Clerk,31/12/2015\n")
    [found] = [f for f in plan.findings if f.kind == "only_one_date_column"]
    assert (found.severity, found.cell) == ("warning", "C1 to C3")


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcd"), st.integers(0, 4)), st.integers(1, 100), max_size=14
    )
)
def test_the_best_assignment_is_found(scores: dict[tuple[str, int], float]) -> None:
    """Against every assignment tried one by one."""
    places = [*range(5), *[None] * 4]
    most = max(
        sum(scores.get((name, place), 0) for name, place in zip("abcd", order, strict=True))
        for order in set(permutations(places, 4))
    )
    found = best(scores)
    assert len(set(found.values())) == len(found)
    assert sum(scores[pair] for pair in found.items()) == most


def test_a_column_without_a_heading_is_called_by_its_letter() -> None:
    lines = ["Action,Owner,Due,", "a,Head of IT,30/11/2015,Complete", "b,Clerk,31/12/2015,Open"]
    plan = read_plan("\n".join(lines).encode())
    assert plan.columns["status"] == "Column D"
    assert plan.original.columns.tolist() == ["Action", "Owner", "Due", "Column D"]
    chosen = read_plan("\n".join(lines).encode(), Choices(columns={"progress": "Column D"}))
    assert chosen.columns["progress"] == "Column D"


def test_a_row_of_totals_does_not_hide_what_a_column_holds() -> None:
    rows = [["1", "Map", "", "Open"], ["2", "Buy", "21-Oct-19", "Complete"], ["Total", "", "2", ""]]
    columns = read(["Ref", "Action", "Finish (actual)", "Status"], *rows)
    assert columns.fields["completed_on"] == 2


def test_a_date_agreed_is_the_original_beside_a_forecast_wherever_either_stands() -> None:
    row = {"Ref": "1", "Action": "Map", "Agreed timescale": "28.10.19", "Forecast date": ""}
    for names in (list(row), ["Ref", "Forecast date", "Action", "Agreed timescale"]):
        columns = read(names, [row[name] for name in names])
        assert names[columns.fields["original_due"]] == "Agreed timescale"


def test_of_two_forecasts_the_one_that_few_actions_have_is_the_later_one() -> None:
    names = ["Ref", "Action", "Forecast date", "Anticipated completion date"]
    rows = [[str(n), "Map", "28/10/2019" if n == 1 else "", "31/07/2019"] for n in range(4)]
    assert read(names, *rows).fields["original_due"] == 3


@pytest.mark.parametrize("heading", ["Outcome", "Rating", "Current position", "Delivery"])
def test_a_column_of_status_words_alone_is_the_status_though_all_say_the_same(heading: str) -> None:
    rows = [["1", "Map", "Complete"], ["2", "Buy", "Fully implemented"], ["3", "Run", "Closed"]]
    columns = read(["Ref", "Action", heading], *rows)
    assert columns.fields["status"] == 2


def test_the_number_of_a_recommendation_is_the_reference_where_it_is_each_rows_own() -> None:
    names = ["Recommendation ref", "Recommendation", "Lead"]
    texts = ["Ledgers should be reconciled monthly", "Keys should be counted at each shift"]
    own = fields(names, ["A1", texts[0], "Finance"], ["A2", texts[1], "Estates"])
    assert (own["reference"], own["recommendation"]) == ("Recommendation ref",) * 2
    shared = fields(names, ["A1", texts[0], "Finance"], ["A1", texts[0], "Estates"])
    assert "reference" not in shared
    both = fields([*names, "ID"], ["A1", texts[0], "x", "7"], ["A2", texts[1], "y", "8"])
    assert both["reference"] == "ID"


@pytest.mark.parametrize(
    ("heading", "held", "field"),
    [
        ("Priority", ["High", "Medium", "Low"], "priority"),
        ("Strategic priority", ["1 - Critical", "P2", "High"], "priority"),
        ("Priority area", ["Must have", "Should have", "Must have"], "priority"),
        ("Priority area", ["Housing", "Safeguarding", "Housing"], "recommendation"),
        ("Focus area", ["Housing", "Safeguarding", "Housing"], "recommendation"),
        ("Priority", ["Housing", "Safeguarding", "Housing"], None),
    ],
)
def test_a_priority_is_known_by_what_it_holds(heading: str, held: list[str], field: str) -> None:
    rows = [[str(n), f"Do {n}", each] for n, each in enumerate(held)]
    found = fields(["Ref", "Action", heading], *rows)
    assert [name for name, said in found.items() if said == heading] == [field] * bool(field)


@pytest.mark.parametrize(
    ("heading", "held"),
    [
        ("Traffic light in May", ["Red", "Green", "Amber"]),
        ("Paperwork status", ["Complete", "Outstanding", "Filed"]),
        ("Partner's view", ["Closed", "Open", "Open"]),
    ],
)
def test_words_of_a_status_that_are_used_for_nothing_are_said(
    heading: str, held: list[str]
) -> None:
    rows = [[f"Do {n}", "Open", each] for n, each in enumerate(held)]
    columns = assign(table_of(["Action", "Status", heading], rows), Choices(), TODAY)
    assert columns.fields["status"] == 1
    assert [(r.column, r.said.kind) for r in columns.remarks] == [(2, "column_not_used")]


def test_words_of_progress_under_actions_completed_are_no_status_beside_a_blank_status() -> None:
    names = ["Ref", "Recommendation", "Status", "Actions completed"]
    rows = [["1", "a", "", "A reminder went out"], ["2", "b", "", "Two of the wards"]]
    assert assign(table_of(names, rows), Choices(), TODAY).fields["status"] == 2
    answered = [["1", "a", "", "Yes"], ["2", "b", "", "No, in May"], ["3", "c", "", "Yes"]]
    assert assign(table_of(names, answered), Choices(), TODAY).fields["status"] == 3


@pytest.mark.parametrize("heading", ["CREATION_DATE", "Date of creation", "Creation date"])
def test_the_day_that_something_was_created_is_no_timescale_and_is_not_asked_about(
    heading: str,
) -> None:
    columns = assign(
        table_of(["Action", heading, "Status"], [["a", "2015-09-09", "Open"]]), Choices(), TODAY
    )
    assert "original_due" not in columns.fields
    assert columns.questions == []


def test_quarters_without_a_year_show_a_column_of_targets_to_be_one_of_dates() -> None:
    rows = [["a", "Q3"], ["b", "Q2"], ["c", "Sept 2015"], ["d", "Q4"], ["e", "31/03/2016"]]
    assert fields(["Action", "Target"], *rows)["original_due"] == "Target"
    measures = [["a", "Q3 audit"], ["b", "90%"], ["c", "31/03/2016"], ["d", "Fewer gaps"]]
    assert "original_due" not in fields(["Action", "Target"], *measures)


def test_a_bare_date_right_of_whether_it_is_completed_is_when_it_was() -> None:
    names = ["Action", "Target date", "Completed Y/N", "Date"]
    rows = [["a", "12/05/2015", "Y", "10/05/2015"], ["b", "31/05/2015", "Y", "14/06/2015"]]
    assert fields(names, *rows, ["c", "19/05/2015", "N", ""])["completed_on"] == "Date"
    assert "completed_on" not in fields(names, *rows, ["c", "19/05/2015", "N", "01/06/2015"])


def test_the_coroners_concern_is_what_an_action_answers() -> None:
    rows = [["1. Handover", "New form", "31/05/2015"], ["2. Staffing", "Recruit", "30/06/2015"]]
    found = fields(["Coroner\u2019s concern", "Action", "By when"], *rows)
    assert found["recommendation"] == "Coroner\u2019s concern"


def test_references_by_year_are_no_dates() -> None:
    names = ["Ref", "Action", "Owner", "Due date", "Status"]
    rows = [[f"2023-0{n}", f"Do thing {n}", "Lead", "31/03/2023", "Open"] for n in range(1, 6)]
    assert fields(names, *rows)["reference"] == "Ref"
    same = [["2023-01", *row[1:]] for row in rows]  # a month that stands again is no reference
    assert "reference" not in fields(names, *same)


def test_a_theme_beside_a_recommendation_is_not_its_number() -> None:
    names = ["Audit recommendation", "Workstream", "Action", "Due date", "Status"]
    rows: list[list[Cell]] = [
        ["The register should be kept up to date", "People", "Train staff", "31/03/2023", "Open"],
        ["Access should be reviewed every year", "Systems", "Review it", "30/04/2023", "Closed"],
    ]
    found = fields(names, *rows)
    assert found["recommendation"] == "Audit recommendation"
    assert "recommendation_text" not in found


def test_an_unused_column_of_dates_blank_where_open_is_offered_as_the_completion() -> None:
    names = ["Ref", "Action", "Due date", "Response completed", "Last checked"]
    rows = [["1", "a", "31/03/2023", "28/03/2023", ""], ["2", "b", "30/04/2023", "", "01/04/2023"]]
    (question,) = read(names, *rows).questions
    assert question.asks == "Which column says when an action was completed?"
    assert [choice.says for choice in question.choices] == [
        "None of the columns",
        "“Response completed” (column D)",
    ]


def test_the_owner_of_the_action_goes_before_the_recommendations() -> None:
    names = ["Recommendation", "Owner of recommendation", "Action", "Owner of action", "Due date"]
    row: list[Cell] = ["Keep less", "Chief Constable", "Train staff", "HR Director", "31/03/2023"]
    assert fields(names, row, row)["owner"] == "Owner of action"


def test_the_only_dates_under_completed_by_are_offered_as_either() -> None:
    names = ["Ref", "Action", "Completed by"]
    rows = [["1", "Train staff", "31/03/2031"], ["2", "Write a policy", "30/04/2031"]]
    asked = {question.asks for question in read(names, *rows).questions}
    assert "Which column is the original timescale?" in asked


def test_a_word_of_completion_among_percentages_is_all_of_them() -> None:
    told = ["75%", "100%", "Complete"] * 3
    rows = [f"{n},Do thing {n},HR Director,31/03/2023,{how}" for n, how in enumerate(told)]
    plan = read_plan("\n".join(["Ref,Action,Owner,Due date,Progress", *rows]).encode())
    assert plan.actions["status"].tolist() == ["in_progress", "complete", "complete"] * 3


def test_a_few_texts_of_how_far_it_is_that_stand_again_are_the_status() -> None:
    names = ["Ref", "Action", "Owner", "Due date", "Position"]
    told = ["Progressing well", "Minor delay", "Completed and evidenced", "No longer required"] * 3
    rows = [[f"{n}", f"Do thing {n}", "Lead", "31/03/2023", how] for n, how in enumerate(told)]
    assert fields(names, *rows)["status"] == "Position"
    account = [[*row[:4], f"Progressing well: part {n}"] for n, row in enumerate(rows)]
    assert fields(names, *account)["progress"] == "Position"
