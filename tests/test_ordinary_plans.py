"""Ordinary plans, whatever their headings: the figures are those counted by hand."""

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tracker import measure, read_plan, summarise

AS_AT = date(2026, 9, 15)

HEADINGS: Mapping[str, str] = {
    "reference": """Ref; Ref No; Action ref; No.; ID; Item; #; Action ID; S/N; Serial; UID; Log no;
        Task ID; Tracker ref; Finding #""",
    "recommendation": """Recommendation; HMICFRS Recommendation; Rec; Area for improvement; Recommendation from report;
        Audit recommendation; Cause of concern; Recommendation / AFI""",
    "action": """Action; Action required; Agreed action; Action to be taken; What will we do?; Task; Key actions;
        Steps to be taken; Management action; Improvement action; Details of action; Corrective action; Action agreed""",
    "owner": """Owner; Lead; Action owner; Responsible officer; Who; Person responsible; By whom; SRO; Lead (post);
        Accountable lead; Executive lead; Assigned to; Owner of action; Lead officer""",
    "due": """Due date; Target date; Deadline; By when; Timescale; Due; Target completion date; Original due date;
        When; Implementation date; Completion due; Complete by; Agreed deadline; Planned completion date""",
    "revised": """Revised date; Revised due date; New date; Extended to; Revised timescale; New target date;
        Current target date; Revised deadline""",
    "status": """Status; Current status; Action status; RAG status; State; Position; Status at end of quarter;
        Status of recommendation; Implementation status; Open / Closed; BRAG; RAGB; Progress rating""",
    "completed": """Date completed; Completed on; Actual completion date; Date closed; Completed; Actual date;
        Action completed; Task completed; Date of completion and outcome; Closed on; Date achieved""",
    "progress": "Progress update; Comments; Latest update; Notes; Narrative; Key milestones achieved; Evidence",
    "other": "Priority; Date raised; Next review; Theme; Last updated; Directorate; Risk; Cost",
}  # fmt: skip
WORDS = (
    ("Complete", "In progress", "Not started", "Withdrawn"),
    ("Closed", "Open", "Open - overdue", "Closed - superseded"),
    ("Completed and evidenced", "Progressing well", "Minor delay", "No longer required"),
    ("Blue - complete", "Amber - some slippage", "Green - on track", "Withdrawn"),
    ("100% complete", "50%", "Not yet started", "Withdrawn"),
    ("Fully met", "Partially met", "Not met", "N/A - superseded"),
    ("4. Complete", "2. In progress", "1. Not started", "5. Withdrawn"),
    ("Cwblhawyd", "Ar y gweill", "Heb ddechrau", "Tynnwyd yn ôl"),
)
STYLES: tuple[Callable[[date], str], ...] = (
    date.isoformat,
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day:%d.%m.%y}",
    lambda day: f"{day.day} {day:%B %Y}",
    lambda day: f"{day:%d-%b-%y}",
)
OWNERS = ("Head of Records", "ICT Manager", "DCI Crime", "HR Director")
DEEDS = ("Review the disposal log", "Train staff in retention", "Audit access", "Agree one policy")
OTHER = {
    "Priority": "High",
    "Theme": "People",
    "Directorate": "Crime",
    "Risk": "Low",
    "Cost": "£5k",
}

heading = st.fixed_dictionaries(
    {name: st.sampled_from([each.strip() for each in told.split(";")]) for name, told in HEADINGS.items()}
)  # fmt: skip
rows = st.lists(
    st.tuples(st.integers(0, 3), st.integers(-300, 300), st.integers(-40, 90), st.integers(0, 3)),
    min_size=6,
    max_size=25,
)


@settings(max_examples=60, phases=(Phase.generate,))  # to make one smaller takes minutes
@given(
    heading, rows, st.sampled_from(WORDS), st.sampled_from(STYLES), st.sets(st.sampled_from(("reference", "recommendation", "revised", "completed", "progress", "other"))), st.booleans(),
)  # fmt: skip
def test_the_figures_are_those_counted_by_hand(
    called: Mapping[str, str],
    told: list[tuple[int, int, int, int]],
    words: tuple[str, ...],
    style: Callable[[date], str],
    also: set[str],
    titled: bool,
) -> None:
    names = [
        name for name in HEADINGS if name in also or name in ("action", "owner", "due", "status")
    ]
    told = [(0, -30, 5, 0), (1, -20, 0, 1), (2, 40, 0, 2), *told]  # of each there is one
    lines: list[list[str]] = []
    count = dict.fromkeys(("completed", "withdrawn", "overdue", "late"), 0)
    for number, (state, days, later, who) in enumerate(told, start=1):
        due = AS_AT + timedelta(days=days)
        done = min(due + timedelta(days=later), AS_AT)
        count["completed"] += state == 0
        count["withdrawn"] += state == 3
        count["overdue"] += state in (1, 2) and due < AS_AT
        count["late"] += state == 0 and done > due
        other = style(AS_AT - timedelta(days=number)) if called["other"] not in OTHER else OTHER[called["other"]]  # fmt: skip
        cells = {
            "reference": f"{number}",
            "recommendation": f"Recommendation {number // 4 + 1}: forces should hold less",
            "action": f"{DEEDS[who]} ({number})",
            "owner": OWNERS[who],
            "due": style(due),
            "revised": style(due + timedelta(days=60)) if number % 3 == 0 else "",
            "status": words[state],
            "completed": style(done) if state == 0 else "",
            "progress": "Discussed by the board." if number % 2 else "",
            "other": other,
        }
        lines.append([cells[name] for name in names])
    text = io.StringIO()
    above = [["Action plan of the force"], []] if titled else []
    csv.writer(text).writerows([*above, [called[name] for name in names], *lines])

    plan = read_plan(text.getvalue().encode())
    measured = measure(plan.actions, AS_AT)
    totals: dict[str, Any] = summarise(measured).totals
    got = {name: totals[name] for name in ("completed", "withdrawn", "overdue")}
    assert (len(plan.actions), got) == (len(told), {name: count[name] for name in got})
    if "completed" in also:
        assert (measured["slippage_days"].gt(0) & measured["completed_on"].notna()).sum() == count[
            "late"
        ]
    assert [question.asks for question in plan.questions] == []
