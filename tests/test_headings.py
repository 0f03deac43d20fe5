"""Each word of a heading is accounted for: ordinary headings are taken, those of else are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tables import table_of
from tracker import read_plan
from tracker.output import as_text
from tracker.reading.choices import Choices
from tracker.reading.columns import Columns, assign
from tracker.reading.heading_words import said_of_dates
from tracker.reading.headings import surely

TODAY = date(2026, 4, 30)
DUE = ["31/03/2026", "30/04/2026", "31/01/2026", "28/02/2026", "30/06/2026", "31/03/2026"]
LATER = ["", "31/07/2026", "", "30/04/2026", "31/07/2026", ""]
DONE = ["20/03/2026", "", "15/02/2026", "", "", ""]
STATUS = ["Complete", "In progress", "Complete", "In progress", "Not started", "In progress"]
ANSWERS = ["Yes", "No", "Yes", "No", "No", "No"]
SHARES = ["100%", "40%", "100%", "60%", "0%", "25%"]
NAMES = ["Head of Finance", "Matron", "ICT Manager", "Head of Legal", "HR Manager", "Matron"]
START = {
    "Ref": ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2"],
    "Recommendation": ["1", "1", "2", "2", "3", "3"],
    "Action": ["Publish it", "Train them", "Test it", "Adopt it", "Report it", "Write it"],
}

ORDINARY = {
    "original_due": """Due date; Date due; Target date; Target completion date; Target date for
        completion; Target Date for Implementation; Deadline; Deadline for completion; Statutory
        deadline; HMICFRS deadline; Internal deadline; Timescale; Timescales for completion;
        Timescale (month/year); Time frame; Agreed timescale; Agreed completion date; Agreed
        implementation date; Original due date; Original target implementation date; Original
        Due Date (dd/mm/yyyy); Orig. due date; Initial deadline; Baseline finish; By when?; To
        be completed by; Complete by; Date for completion; Date required; Implementation
        deadline; Planned completion date; Planned finish; Scheduled completion date; Delivery
        date; End date; Action due date; Task due date; Recommendation deadline; Management's
        agreed target date; Due date (if applicable); Target date (agreed by SLT); Due date
        agreed with CQC; Finding due date; CAPA due date; Fix by; Force target date; School
        deadline; Council target date; Proposed completion date; Expected date of completion;
        ETA; Dyddiad targed; Erbyn pryd?; Amserlen wreiddiol; Compliance deadline; dueDate;
        target_date; TARGET DATE; Milestone due date; Phase end date; Target date to achieve
        compliance; Deadline agreed; SLA deadline; Erbyn pa ddyddiad""",
    "revised_due": """Revised date; Revised due date; Revised target date for implementation;
        Revised timescale; Revised agreed date; Revised Date (dd/mm/yyyy); Revised due date (if
        extended); Revised forecast completion date; Due date (revised); Re-profiled date;
        Extended to; Extension date; Extension granted to; Deadline extended to; New target
        date; Updated scheduled completion date; Current due date; Current forecast; Latest
        agreed date; Latest deadline; Amended due date; Re-baselined finish; Moved to; Deferred
        to; Rescheduled to; Date now due; Changed due date; Forecast date; Forecast finish; Expected
        completion date;
        Anticipated closure; Projected end date; Second target date; 2nd revised date; Approved
        extension date; Force revised date; Dyddiad diwygiedig; REVISED DATE; revisedDate;
        Revised by when; Most recent revised date; Extension granted until; Revised milestone
        date; New / revised date; Revised Target Date agreed by Committee""",
    "completed_on": """Completed on; Date completed; Date of completion; Date action completed;
        Date fully implemented; Date completed (dd/mm/yyyy); Date Completed / Closed; Actual
        completion date; Actual finish; Actual date of implementation; Action closed on; Closed;
        Date closed; Date finding closed; Date closed by HMICFRS; Closed out date; Implemented
        on; Date action implemented; Done on; Date achieved; Delivered on; Date resolved;
        Rectified on; Date discharged; Final completion date; Issue resolved date; Date of
        compliance; Date all actions completed; DATE COMPLETED; closed_at; Dyddiad y cwblhawyd;
        Date Completed (where known); Date completed (by Force)""",
    "status": """Status; Current status; Action status; Status of actions; Implementation
        status; Overall status; Recommendation status; Finding status; CAPA status; Milestone
        status; Status (RAG); RAG / Status; Status as at 31 March 2026; Status (as at April
        2026); Status Q1; Status (Open/Closed); Status (not started / in progress / complete);
        Force status; Trust status; Management's status; Reported status; Latest status; HMICFRS
        status; Statws cyfredol; STATUS; action_status; Status colour; Present status; RAYG
        status; Status & comments; Status (select from list)""",
    "owner": """Owner; Action owner(s); Owner / Lead; Recommendation owner; Process owner;
        Control owner; Issue owner; Workstream owner; Exec owner; Lead; Lead officer(s); Lead
        Director; Strategic lead; SLT lead; Clinical lead; Pillar lead; Responsibility (name);
        Force lead; Delivery lead; Senior responsible owner; SRO; Responsible officer;
        Responsible manager; Responsible director; Person(s) responsible; Name of responsible
        person; Who?; By whom; Action by; Assigned to; Assignee; Accountable executive;
        Responsibility; Action officer; Action holder; Action manager; Action sponsor; Action
        Official; Action party; Named person; Point of contact; Department; OWNER; Perchennog;
        Swyddog cyfrifol; Owner (job title); Responsible Person / Department""",
    "percent_complete": """% complete; Percentage completed; Complete (%); Completion rate;
        Progress %; Work done; % of work complete; Task % complete; Overall % complete; %
        implemented; Estimated % complete; % complete (self-assessed); Canran cwblhau""",
}
"""What plans call each of the fields that figures rest on, here alone of its kind."""


def of_one_line(headings: str) -> list[str]:
    return [" ".join(heading.split()) for heading in headings.split(";")]


def columns_of(table: dict[str, list[str]]) -> Columns:
    return assign(table_of(list(table), list(zip(*table.values(), strict=True))), Choices(), TODAY)


def plan_with(field: str, heading: str) -> Columns:
    """An ordinary plan in which one heading, last, stands over what its field would hold."""
    rest = {"Owner": NAMES, "Due date": DUE, "Status": STATUS}
    left_out = {"original_due": ["Due date"], "status": ["Status"], "owner": ["Owner"]}
    left_out["percent_complete"] = ["Status"]
    for name in left_out.get(field, ()):
        rest.pop(name)
    held = {"original_due": DUE, "revised_due": LATER, "completed_on": DONE, "status": STATUS,
            "owner": NAMES, "percent_complete": SHARES}  # fmt: skip
    return columns_of({**START, **rest, heading: held[field]})


def last_is(columns: Columns, field: str) -> bool:
    return columns.fields.get(field) == len(columns.names) - 1


def said_of_last(columns: Columns) -> list[str]:
    """What is said of the last column louder than in a note, and what is asked."""
    place = len(columns.names) - 1
    loud = [r.said.kind for r in columns.remarks if r.column == place and r.said.severity != "note"]
    told = [kind for kind in loud if kind != "only_one_date_column"]
    return [*told, *(question.asks for question in columns.questions)]


@pytest.mark.parametrize("field", ORDINARY)
def test_an_ordinary_heading_is_its_field_and_nothing_is_asked_or_warned_of(field: str) -> None:
    read = {heading: plan_with(field, heading) for heading in of_one_line(ORDINARY[field])}
    assert [h for h, columns in read.items() if not last_is(columns, field)] == []
    doubted = [h for h, columns in read.items() if said_of_last(columns)]
    assert doubted == []


PLAIN = [
    (field, heading)
    for field, headings in ORDINARY.items()
    for heading in of_one_line(headings)
    if not set(heading) & set("/&")
]


@given(st.sampled_from(PLAIN), st.text("bdfgjklmpvz", min_size=5, max_size=9), st.integers(0, 6))
def test_a_word_on_no_list_anywhere_in_a_heading_never_goes_without_a_word(
    plain: tuple[str, str], word: str, place: int
) -> None:
    field, heading = plain
    words = heading.replace("_", " ").split()
    columns = plan_with(field, " ".join([*words[:place], word, *words[place:]]))
    assert not last_is(columns, field) or said_of_last(columns)


BESIDE = """{0} ({1}); {0} [{1} team]; {0} / {1}; {1} / {0}; {0} – {1}; {0} & {1};
    {0} agreed with {1}; {1} committee {0}; {0} ({1} to confirm)"""


@given(
    st.sampled_from(PLAIN),
    st.text("bdfgjklmpvz", min_size=5, max_size=9),
    st.sampled_from(of_one_line(BESIDE)),
)
def test_nor_does_one_in_brackets_behind_a_stroke_or_as_the_name_of_who_agreed(
    plain: tuple[str, str], word: str, beside: str
) -> None:
    field, heading = plain
    columns = plan_with(field, beside.format(heading, word))
    assert not last_is(columns, field) or said_of_last(columns)


NAMED_BODIES = """Due date agreed with the Audit and Risk Committee; Quality Board deadline;
    Force Executive Board target date; Target date (agreed with HMICFRS); Due date (Finance);
    Due date (as agreed by the Scrutiny Panel); Chief Constable's deadline; Trustees' deadline;
    Deadline set by the Joint Steering Group; Target date (from the report); Due date (excl.
    holidays); Deadline (short/medium/long term)"""


@pytest.mark.parametrize("heading", of_one_line(NAMED_BODIES))
def test_a_body_that_set_or_agreed_the_date_makes_no_doubt_of_it(heading: str) -> None:
    columns = plan_with("original_due", heading)
    assert last_is(columns, "original_due")
    assert said_of_last(columns) == []


@pytest.mark.parametrize("heading", ["Risk due date", "Assessment due date", "Works due date"])
def test_the_deadline_of_a_thing_that_has_its_own_is_doubted(heading: str) -> None:
    columns = plan_with("original_due", heading)
    assert last_is(columns, "original_due")
    assert said_of_last(columns) == [
        "heading_known_in_part",
        "Which column is the original timescale?",
    ]
    beside = columns_of({**START, "Due date": DUE, heading: DUE[::-1], "Status": STATUS})
    assert beside.names[beside.fields["original_due"]] == "Due date"


def test_when_works_were_completed_may_not_be_when_the_action_was() -> None:
    columns = plan_with("completed_on", "Works completed on")
    assert not last_is(columns, "completed_on")
    assert said_of_last(columns)


OF_ANOTHER = {
    "original_due": """Planned audit date; Evidence due; Original finding date; Contract end date;
        Funding ends; Target audience date; Initial response date; Interim deadline; Stage 1 due;
        Letter of policy due; Deadline for comments; Target visit date; Planned leave; Response due;
        Initial contact; Original policy date; Lease ends; Due diligence date; Training deadline;
        Draft due""",
    "revised_due": """Date response agreed; Expected benefit date; Forecast spend date; Revised on;
        Latest comment date; Current milestone date; Current contract ends; New policy date;
        Extended leave until; Closure agreed at; Expected evidence date; Extended warranty until;
        Updated risk assessment date; Extension approved on; Revised business case date""",
    "completed_on": """Sign-off date; Signed off on; Completion certificate date; Closed to new
        entries; Resolved at first line; Training completed date; Date audit completed; Date DPIA
        completed; School closed; Ward closed on; Case closed by portal on; Date policy completed;
        Completed form received; Fixed term post ends""",
    "status": """Risk status; Evidence status; Funding status; Consultation status; Policy status;
        Committee status; Report status; Approval status; Update status; Last quarter status;
        Status reported to Board; Status (HMICFRS portal); Status of risk assessment; Auditor's
        view; Training status; Supplier status; Sign-off status; Position at last review""",
    "owner": """Auditor; Lead inspector; Reviewed by; Approved by; Updated by; Monitored by; Closed
        by; Author; Chair; Policy owner; Evidence owner; Contract lead""",
    "percent_complete": """Audit score; Compliance rate; Sample pass rate; FTE; Risk reduction;
        Baseline; % of budget spent; % of staff trained; Uptake; % attendance""",
}


@pytest.mark.parametrize("field", OF_ANOTHER)
def test_what_is_of_something_else_is_not_the_actions(field: str) -> None:
    read = {heading: plan_with(field, heading) for heading in of_one_line(OF_ANOTHER[field])}
    assert [h for h, columns in read.items() if last_is(columns, field)] == []


@pytest.mark.parametrize("heading", of_one_line(OF_ANOTHER["status"]))
def test_the_only_status_words_under_the_heading_of_something_else_are_asked_about(
    heading: str,
) -> None:
    [question] = plan_with("status", heading).questions
    assert question.asks == "Which column is the status?"
    assert [(choice.says, choice.stands) for choice in question.choices] == [
        ("None of the columns", True),
        (f"“{heading}” (column F)", False),
    ]


@pytest.mark.parametrize(
    "heading",
    of_one_line(
        "Evidence complete?; Closed on portal?; Training done?; Management response complete?; "
        "Completed on time?; Site closed?; Deadline met?; DPIA complete?; Policy implemented?"
    ),
)
def test_an_answer_about_something_else_completes_nothing_and_is_asked_about(heading: str) -> None:
    columns = columns_of({**START, "Due date": DUE, heading: ANSWERS})
    assert "status" not in columns.fields
    [question] = columns.questions
    assert [choice.change["columns"] for choice in question.choices] == [
        {"status": ""},
        {"status": heading},
    ]


@pytest.mark.parametrize(
    "heading",
    of_one_line(
        "Complete?; Implemented (Y/N); Is it complete?; Has the action been completed?; Fully "
        "implemented?; Delivered (Y/N); Closed?; Recommendation implemented?; Resolved?; Met?; Done"
    ),
)
def test_an_answer_whether_the_action_is_done_is_its_status(heading: str) -> None:
    columns = columns_of({**START, "Due date": DUE, heading: ANSWERS})
    assert last_is(columns, "status")
    assert columns.yes_no
    assert not columns.questions


def test_shares_of_nothing_that_is_known_are_asked_about() -> None:
    [question] = plan_with("percent_complete", "Uptake").questions
    assert question.asks == "Which column is the percentage complete?"
    assert [choice.stands for choice in question.choices] == [True, False]


def test_a_heading_known_in_part_never_goes_before_one_that_is_wholly_known() -> None:
    dates = {"Due date": DUE, "Zumble due date": DUE[::-1], "Date closed": DONE}
    columns = columns_of({**START, **dates, "Date zumble closed": DONE[::-1], "Status": STATUS})
    chosen = {name: columns.names[i] for name, i in columns.fields.items()}
    assert chosen["original_due"] == "Due date"
    assert chosen["completed_on"] == "Date closed"
    assert columns.questions == []
    assert {columns.names[remark.column] for remark in columns.remarks} == {
        "Zumble due date",
        "Date zumble closed",
    }


def test_a_due_date_known_in_part_is_the_original_beside_a_revised_one_and_is_asked_about() -> None:
    columns = columns_of({**START, "Zumble due date": DUE, "Revised date": LATER, "Status": STATUS})
    chosen = {name: columns.names[i] for name, i in columns.fields.items()}
    assert chosen["original_due"] == "Zumble due date"
    assert chosen["revised_due"] == "Revised date"
    [question] = columns.questions
    assert [choice.stands for choice in question.choices] == [True, False]
    agreed = columns_of({**START, "Agreed date": DUE, "Zumble due date": LATER, "Status": STATUS})
    assert agreed.names[agreed.fields["original_due"]] == "Agreed date"


def test_numbers_of_reports_are_what_recommendations_are_counted_in() -> None:
    reports = ["IA1", "IA1", "IA1", "IA2", "IA2", "IA2"]
    numbers = ["1", "2", "3", "1", "2", "3"]
    for heading in ("Report no.", "Audit ref", "Review reference", "Review", "Assignment"):
        table = {heading: reports, "Rec no.": numbers, "Action": START["Action"], "Due date": DUE}
        columns = columns_of(table)
        assert columns.fields["source"] == 0, heading
        assert "reference" not in columns.fields


def test_a_number_of_its_own_for_each_action_is_its_reference_whatever_it_is_called() -> None:
    table = {"Audit ref": START["Ref"], "Action": START["Action"], "Due date": DUE}
    assert columns_of(table).fields["reference"] == 0


def test_what_else_there_is_of_an_action_is_not_the_action() -> None:
    for heading in ("Action reviewer", "Action cost", "Action category", "Action approver"):
        assert "action" not in columns_of({"Rec no.": START["Ref"], heading: NAMES}).fields
    known_in_part = columns_of({"Rec no.": START["Ref"], "Action zumble": START["Action"]})
    assert [(r.said.kind, r.column) for r in known_in_part.remarks] == [
        ("heading_known_in_part", 1)
    ]


def test_how_often_something_is_reviewed_is_no_inspection() -> None:
    for often in (["Monthly", "Monthly", "Weekly", "Monthly", "Weekly", "Weekly"], ["Yearly"] * 6):
        assert "source" not in columns_of({"Review": often, **START, "Due date": DUE}).fields


def test_of_columns_that_say_when_they_were_written_the_latest_is_the_status() -> None:
    before = ["Not started"] * 5 + ["In progress"]
    for earlier, later in (("Progress May 2025", "Progress July 2025"), ("Q1 24/25", "Q1 25/26")):
        columns = columns_of({**START, "Due date": DUE, earlier: before, later: STATUS})
        assert last_is(columns, "status")


def test_each_column_is_listed_with_what_became_of_it() -> None:
    plan = read_plan(
        b"Action,Deadline,Deadline 2,Expected benefit date,Status,Cost\n"
        b"Write it,30/11/2025,31/12/2025,01/02/2026,Open,5\n"
    )
    assert plan.source.unused == ("Expected benefit date", "Cost")
    lines = as_text.check(plan, TODAY, plan.findings).split("\n")
    assert "  Kept, not used: Expected benefit date, Cost" in lines


DATED = {"Due date": DUE, "Status": STATUS}


def test_a_bodys_own_report_is_the_inspection_that_recommendations_are_numbered_within():
    reports = ["Custody", "Custody", "Stalking", "Stalking", "Fraud", "Fraud"]
    for heading in ("HMICFRS Report", "Ofsted inspection", "HMICFRS publication"):
        columns = columns_of({**START, heading: reports, **DATED})
        assert columns.names[columns.fields["source"]] == heading


def test_a_requirement_goes_before_whether_it_must_or_should_be_met():
    kinds, met = ["Must do"] * 4 + ["Should do"] * 2, ["Fridges"] * 3 + ["Records"] * 3
    plan = {"Ref": START["Ref"], "Action": START["Action"], **DATED}
    columns = columns_of({"Must do / should do": kinds, "CQC requirement": met, **plan})
    assert columns.names[columns.fields["recommendation"]] == "CQC requirement"


def test_what_stands_alike_in_all_rows_is_not_what_is_to_be_done():
    plan = {"Ref": START["Ref"], "Management response": ["Agreed"] * 6, **DATED}
    assert "action" not in columns_of(plan).fields
    columns = columns_of({**plan, "Management response": START["Action"]})
    assert columns.names[columns.fields["action"]] == "Management response"


def test_a_day_to_be_complied_with_is_a_due_date_beside_a_day_of_completion():
    columns = columns_of({**START, "Date to be complied with": DUE, "Date completed": DONE})
    assert columns.names[columns.fields["original_due"]] == "Date to be complied with"
    assert columns.questions == []


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Status of recommendation", "status"),
        ("Owner of action", "owner"),
        ("Progress against the recommendation", "progress"),
        ("Details of action", "action"),
        ("Text of recommendation", "recommendation_text"),
        ("Status at end of quarter", "status"),
        ("Status this period", "status"),
        ("Steps to be taken", "action"),
        ("Recommendation from report", "recommendation"),
        ("Key milestones achieved in enacting recommendation", "progress"),
    ],
)
def test_what_stands_before_of_the_action_is_what_a_heading_names(heading: str, field: str) -> None:
    assert surely(heading) == [field]


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("Action completed", ("completed", "")),
        ("Task finalised", ("completed", "")),
        ("Date of completion and outcome", ("completed", "")),
        ("Act. finish", ("completed", "")),
        ("Completed by", ("completed", "asked")),
        ("Milestone date", ("due", "asked")),
    ],
)
def test_a_noun_before_a_completion_and_words_beside_a_date(
    heading: str, told: tuple[str, str]
) -> None:
    assert said_of_dates(heading) == told
