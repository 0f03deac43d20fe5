"""The public version: nothing of a restricted row, in rows, counts, findings or earlier plans."""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.comparing import APRIL, JANUARY, NOV, between
from tests.comparing import plan as made
from tests.plans import plan as workbook
from tracker import Plan, export_excel, measure, read_plan
from tracker.reading.choices import Choice, Question, QuestionKind
from tracker.timeline import Position, Recorded, Timeline

HEADINGS = ["Ref", "Action", "Lead", "Due", "Status", "Marking"]
OPEN_ROW = ["1", "Audit the archive", "Records", date(2015, 11, 30), "Open", "OFFICIAL"]


def read(*rows: list) -> Plan:
    return read_plan(workbook(*rows, headings=HEADINGS))


def public_version(plan: Plan, owners: Collection[str] = ()) -> tuple[Plan, int | None]:
    """A file that nobody recorded as the public may see it, and how many rows are left out."""
    public = Timeline.of([Position.of(plan, APRIL)]).redacted(owners)
    return public.in_use.plan, public.left_out


def public_plans(*plans: Plan, owners: Collection[str] = ()) -> list[Plan]:
    """The versions of a plan, the earliest first, as the public may see them; the last in use."""
    days = [JANUARY, date(2016, 2, 29), APRIL][-len(plans) :]
    positions = [Position.of(plan, day) for plan, day in zip(plans, days, strict=True)]
    return [each.plan for each in Timeline.of(positions).redacted(owners).positions]


def everything_said(plan: Plan) -> str:
    parts = [plan.actions.to_string(), plan.original.to_string(), repr(plan.findings)]
    return "\n".join([*parts, repr(plan.source)])


def test_a_plan_without_restricted_rows_is_its_own_public_version():
    plan = read(OPEN_ROW)
    public, left_out = public_version(plan)
    assert (public.actions is plan.actions, public.withheld, left_out) == (True, 0, 0)


def test_rows_marked_restricted_and_what_was_found_in_them_are_left_out():
    plan = read(
        OPEN_ROW,
        ["2", "Watch Nightjar", "Nightjar lead", "soonish", "Oddly", "OFFICIAL-SENSITIVE"],
        ["3", "Train officers", "Learning", "someday", "Open", "OFFICIAL"],
    )
    assert "Nightjar" in everything_said(plan)
    public, left_out = public_version(plan)
    assert left_out == 1
    assert public.actions["reference"].tolist() == ["1", "3"]
    assert public.original["Ref"].tolist() == ["1", "3"]
    said = everything_said(public)
    for word in ("Nightjar", "soonish", "Oddly"):
        assert word not in said
    assert "someday" in said  # what is wrong with a public row is still told


def test_a_finding_told_elsewhere_that_repeats_a_restricted_word_is_left_out():
    # "Nightjar Unit" and "Nightjar Unti" are told as one owner misspelt, at the first of them.
    plan = read(
        OPEN_ROW,
        ["2", "Watch one", "Nightjar Unit", date(2015, 11, 30), "Open", "RESTRICTED"],
        ["3", "Watch two", "Nightjar Unti", date(2015, 11, 30), "Open", "RESTRICTED"],
    )
    assert any(finding.kind == "owner_written_two_ways" for finding in plan.findings)
    public, _ = public_version(plan)
    assert "Nightjar" not in everything_said(public)


def test_what_is_said_of_several_cells_is_said_of_the_public_ones_alone():
    # One note for the four worded dates, which begins with the restricted row's cell.
    immediately = ["1", "Alpha", "Records", "Immediately", "Open", "OFFICIAL-SENSITIVE"]
    others = [[str(n), f"Beta {n}", "Records", "Immediately", "Open", "OFFICIAL"] for n in (2, 3)]
    plan = read(immediately, *others, [*immediately[:1], *others[0][1:5], "RESTRICTED"])
    (told,) = (each for each in plan.findings if each.value == "Immediately")
    assert told.cells == ("D2", "D3", "D4", "D5")
    public, _ = public_version(plan)
    (left,) = (each for each in public.findings if each.value == "Immediately")
    assert left.cells == ("D3", "D4")


def test_counts_in_findings_are_of_the_public_actions():
    undated = ["3", "Beta", "Records", None, "Open", "OFFICIAL-SENSITIVE"]
    plan = read(OPEN_ROW, ["2", "Alpha", "Records", None, "Open", "OFFICIAL"], undated)
    said = "no original timescale"
    (found,) = (each for each in plan.findings if said in each.problem)
    assert (found.problem[:18], found.cells) == ("2 of 3 actions hav", ("D3", "D4"))
    public, _ = public_version(plan)
    (found,) = (each for each in public.findings if said in each.problem)
    assert (found.problem[:18], found.cells) == ("1 of 2 actions has", ("D3",))


def test_a_reference_that_a_restricted_row_shares_is_not_said_to_be_shared():
    twin = ["1", "Watch", "Records", date(2015, 11, 30), "Open", "RESTRICTED"]
    plan = read(OPEN_ROW, twin)
    assert any("same reference" in each.problem for each in plan.findings)
    public, _ = public_version(plan)
    assert not any("same reference" in each.problem for each in public.findings)


def test_a_sheet_with_restricted_rows_only_is_not_named():
    plan = made(
        {"reference": "1", "action": "Audit", "sheet": "Plan", "row": 2},
        {"reference": "2", "action": "Watch", "sheet": "Nightjar", "row": 2, "restricted": True},
    )
    public, _ = public_version(plan)
    assert public.source.sheets == ("Plan",)


def test_an_owner_sees_their_own_restricted_rows_and_no_others():
    plan = made(
        of("1", "Audit the archive"),
        of("2", "Watch Nightjar", restricted=True) | {"owners": ("Head of Records", "ICT")},
        of("3", "Watch Dunnock", restricted=True) | {"owners": ("Head of Intelligence",)},
    )
    seen, left_out = public_version(plan, owners=["head of  records"])
    assert (seen.actions["reference"].tolist(), left_out) == (["1", "2"], 1)
    (same,) = public_plans(plan, owners=["Head of Records"])
    assert same.actions["reference"].tolist() == ["1", "2"]


def of(reference: str, action: str, *, restricted: bool = False) -> dict:
    return {
        "reference": reference,
        "action": action,
        "original_due": NOV,
        "restricted": restricted,
        "status": "in_progress",
    }


def test_what_has_been_restricted_since_is_left_out_of_the_earlier_plan_too():
    old = made(of("1", "Audit the archive"), of("2", "Watch Nightjar"))
    new = made(of("1", "Audit the archive"), of("2", "Watch Nightjar", restricted=True))
    earlier, later = public_plans(old, new)
    changes = between(earlier, later).changes
    assert changes["reference"].tolist() == ["1"]


def test_what_is_restricted_no_more_is_new_to_the_public():
    old = made(of("1", "Audit the archive"), of("2", "Watch Nightjar", restricted=True))
    new = made(of("1", "Audit the archive"), of("2", "Watch Nightjar"))
    earlier, later = public_plans(old, new)
    comparison = between(earlier, later)
    assert comparison.counts["added"] == 1
    assert comparison.balance["closing"] == 2


def test_what_was_restricted_where_it_was_last_seen_is_left_out_of_every_version():
    first = made(of("1", "Audit the archive"), of("2", "Watch Nightjar"))
    second = made(of("1", "Audit the archive"), of("2", "Watch Nightjar", restricted=True))
    third = made(of("1", "Audit the archive"))
    for plan in public_plans(first, second, third):
        assert plan.actions["reference"].tolist() == ["1"]


def test_what_a_restricted_row_took_in_as_it_went_is_left_out_with_it():
    watch, audit = of("1", "Watch Nightjar"), of("2", "Audit the archive")
    both = of("1", "Watch Nightjar and audit the archive", restricted=True)
    other = of("3", "Teach searching")
    earlier, later = public_plans(made(watch, audit, other), made(both, other))
    assert earlier.actions["reference"].tolist() == ["3"]
    assert later.actions["reference"].tolist() == ["3"]


@pytest.mark.parametrize(("marked_before", "listed"), [(False, []), (True, ["2"])])
def test_none_is_listed_as_gone_where_a_row_is_newly_restricted(marked_before, listed):
    watch = of("1", "Watch Nightjar", restricted=marked_before)
    old = made(watch, of("2", "Audit the archive"), of("3", "Teach searching"))
    new = made(of("1", "Watch Nightjar", restricted=True), of("3", "Teach searching"))
    over = Timeline.of([Position.of(old, JANUARY), Position.of(new, APRIL)]).redacted()
    compared = over.compared()
    assert compared is not None
    gone = compared.changes.loc[compared.changes["kind"].eq("removed"), "reference"]
    assert gone.tolist() == listed


def test_what_may_be_a_row_restricted_since_is_left_out_with_it():
    # The same reference over other words: one action or two, nobody has said.
    old = made(of("1", "Audit the archive"), of("2", "Watch Nightjar"))
    new = made(of("1", "Audit the archive"), of("2", "Other words now", restricted=True))
    earlier, later = public_plans(old, new)
    assert between(earlier, later).changes["reference"].tolist() == ["1"]


def test_what_was_restricted_in_between_is_left_out_of_what_is_earlier():
    marked = of("2", "Watch Nightjar", restricted=True)
    plans = [made(of("1", "Audit the archive"), row) for row in (of("2", "Watch Nightjar"), marked)]
    recorded = Recorded(
        1, "Plan", APRIL, "", "", (), "", datetime(2016, 5, 1, tzinfo=UTC), 2, 0, 0, 0
    )
    over = Timeline.of([Position.of(plans[1], APRIL, recorded=recorded)])
    for stated, shown in ((JANUARY, ["1"]), (None, ["1"]), (date(2016, 5, 31), ["1", "2"])):
        this = Position.of(replace(plans[0], as_at=stated), stated or date(2019, 1, 1))
        public = over.using(this).redacted()
        assert public.in_use.actions["reference"].tolist() == shown
        assert public.left_out == 2 - len(shown)


def test_a_position_that_states_a_later_date_than_it_is_recorded_for_escapes_no_mark_in_between():
    plain = made(of("1", "Audit the archive"), of("2", "Watch Nightjar"))
    marked = made(of("1", "Audit the archive"), of("2", "Watch Nightjar", restricted=True))
    june, september = date(2016, 6, 30), date(2016, 9, 30)
    recorded = [
        Recorded(n, "Plan", day, "", "", (), "", datetime(2016, 10, n, tzinfo=UTC), 2, 0, 0, 0)
        for n, day in enumerate((APRIL, june, september), start=1)
    ]
    plans = [
        replace(plan, as_at=stated)
        for plan, stated in zip(
            (plain, marked, plain), (date(2016, 12, 31), june, september), strict=True
        )
    ]
    positions = [
        Position.of(plan, each.as_at, recorded=each)
        for plan, each in zip(plans, recorded, strict=True)
    ]
    public = Timeline.of(positions).redacted().positions
    shown = [each.actions["reference"].tolist() for each in public]
    assert shown == [["1"], ["1"], ["1", "2"]]


def test_questions_that_ask_about_a_restricted_row_are_not_asked_in_public():
    asked = Question(
        QuestionKind.STATUS_WORD, "What does “Nightjar done” mean?", "Plan", ("E3",),
        (Choice("complete", {"statuses": {"Nightjar done": "complete"}}, stands=True),),
    )  # fmt: skip
    other = replace(asked, asks="What does “Ongoing” mean?", cells=("E2",), choices=())
    row = ["2", "Watch one", "Records", date(2015, 11, 30), "Nightjar done", "RESTRICTED"]
    plan = replace(read(OPEN_ROW, row), questions=(asked, other))
    public, _ = public_version(plan)
    assert [question.asks for question in public.questions] == ["What does “Ongoing” mean?"]


def test_what_is_gone_is_named_where_no_restricted_row_is_new():
    old = made(of("1", "Audit the archive"), of("2", "Train"), of("3", "Watch", restricted=True))
    new = made(of("1", "Audit the archive"), of("3", "Watch", restricted=True))
    earlier, later = public_plans(old, new)
    assert between(earlier, later).counts["removed"] == 1


def nightjar() -> Plan:
    """A plan whose first recommendation is named in a restricted row and left blank below it."""
    return read_plan(
        workbook(
            ["Nightjar watch", "1", "Audit", "Records", date(2015, 11, 30), "Open", "RESTRICTED"],
            [None, "2", "Train", "Records", date(2015, 11, 30), "Open", "OFFICIAL"],
            ["Policy", "3", "Write", "Records", date(2015, 11, 30), "Open", "OFFICIAL"],
            headings=["Recommendation", *HEADINGS],
        )
    )


def test_a_recommendation_carried_down_from_a_restricted_row_is_withheld():
    public, _ = public_version(nightjar())
    assert "Nightjar" not in everything_said(public)
    assert public.actions["recommendation"].tolist() == ["Recommendation withheld 1", "Policy"]
    assert any("withheld" in finding.problem for finding in public.findings)


def test_what_was_carried_down_from_a_restricted_row_is_withheld_of_its_download_too():
    plan = nightjar()
    measured = measure(plan.actions, APRIL, published=plan.published)
    data = export_excel(plan, measured, as_at=APRIL)
    again = read_plan(data)
    assert again.actions["recommendation"].tolist() == ["Nightjar watch"] * 2 + ["Policy"]
    public, _ = public_version(again)
    assert "Nightjar" not in everything_said(public)

    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Actions"]
    rows = [list(row) for row in sheet.iter_rows(min_row=4, max_row=6)]
    values = [[cell.value for cell in row] for row in rows]
    for row, sorted_row in zip(rows, reversed(values), strict=True):
        for cell, value in zip(row, sorted_row, strict=True):
            cell.value = value
    sorted_anew = io.BytesIO()
    book.save(sorted_anew)
    public, _ = public_version(read_plan(sorted_anew.getvalue()))
    assert len(public.actions) == 2
    assert "Nightjar" not in everything_said(public)


def test_a_recommendations_number_is_carried_down_from_a_restricted_row():
    headings = ["Recommendation", *HEADINGS]
    for number, name in (("5", "5"), ("Recommendation 5", "5"), ("Rec 5.2", "5.2")):
        rows = [
            [number, "1", "Audit", "Records", date(2015, 11, 30), "Open", "RESTRICTED"],
            [None, "2", "Train", "Records", date(2015, 11, 30), "Open", "OFFICIAL"],
        ]
        public, _ = public_version(read_plan(workbook(*rows, headings=headings)))
        assert public.actions["recommendation"].tolist() == [name]


@settings(max_examples=25)  # each compares two plans
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=6))
def test_the_balance_of_the_public_versions_adds_up_to_their_own_open_actions(flags):
    def version(which: int) -> Plan:
        return made(
            *(
                of(str(number), f"Wording {'abcdef'[number] * 9}", restricted=flag[which])
                for number, flag in enumerate(flags)
            )
        )

    earlier, later = public_plans(version(0), version(1))
    balance = between(earlier, later, as_at=APRIL, previous_as_at=JANUARY).balance
    assert balance["opening"] == len(earlier.actions)
    assert balance["closing"] == len(later.actions) == sum(not flag[1] for flag in flags)


def test_a_restricted_row_that_heads_numbered_rows_gives_its_words_to_none_of_the_public():
    day = date(2015, 11, 30)
    plan = read(
        ["1", "Watch Nightjar", None, day, None, "RESTRICTED"],
        ["1.1", "Audit the archive", "Records", day, "Open", None],
        ["1.2", "Train the staff", "Records", day, "Open", None],
        ["2", "Keep less", None, day, None, None],
        ["2.1", "Write the policy", "Records", day, "Open", None],
    )
    assert plan.actions["recommendation"].tolist() == ["1", "1", "2"]
    public, left_out = public_version(plan)
    assert public.actions["reference"].tolist() == ["2.1"]
    assert left_out == 2
    assert "Nightjar" not in everything_said(public)


def test_a_restricted_row_that_heads_indented_rows_gives_its_words_to_none_of_the_public():
    day = date(2015, 11, 30)
    rows = [
        ["Write the policy", "Records", day, "Open", None],
        ["Watch Nightjar", None, day, None, "OFFICIAL-SENSITIVE"],
        ["  Audit the archive", "Records", day, "Open", None],
        ["Keep less", None, day, None, None],
        ["  Train the staff", "Records", day, "Open", None],
    ]
    plan = read_plan(workbook(*rows, headings=HEADINGS[1:]))
    assert len(plan.actions) == 3
    public, left_out = public_version(plan)
    assert public.actions["action"].tolist() == ["Write the policy", "Train the staff"]
    assert left_out == 1
    assert "Nightjar" not in everything_said(public)


def test_where_a_restricted_row_is_new_the_public_sees_no_action_that_is_gone():
    gone = {"reference": "2.2", "action": "Protect the records of the source unit"}
    both = {"reference": "1.1", "action": "Sort the archive"}
    new = {"reference": "5.1", "action": "Keep product apart", "restricted": True}
    old, with_new, without = made(both, gone), made(both, new), made(both)

    def told(plan: Plan) -> dict[str, int]:
        before, now = Position.of(old, JANUARY), Position.of(plan, APRIL)
        comparison = Timeline((before, now), 1).redacted().compared()
        assert comparison is not None
        names = ("opening", "removed", "closing")
        return {name: comparison.balance[name] for name in names}

    # It may be the restricted one in other words.
    assert told(with_new) == {"opening": 1, "removed": 0, "closing": 1}
    assert told(without) == {"opening": 2, "removed": 1, "closing": 1}
    known = made(both, {**gone, "restricted": True})  # was there before: nothing else is held back
    assert told(known) == {"opening": 1, "removed": 0, "closing": 1}


def test_a_restricted_row_worded_alike_under_another_number_withholds_the_earlier_one():
    row = {"reference": "2.2", "recommendation": "2", "action": "Protect the files of the unit"}
    other = {"reference": "5.1", "recommendation": "5", "restricted": True}
    before, after = made(row), made({**other, "action": "Protect files of the unit (new)"})
    assert [len(plan.actions) for plan in public_plans(before, after)] == [0, 0]


def test_a_row_that_is_restricted_since_is_withheld_though_another_has_nearly_its_reference():
    old = made(
        {"reference": "Action 1", "action": "Watch the docks"},
        {"reference": "1", "action": "Audit"},
    )
    new = made({"reference": "Action 1", "action": "Keep product apart", "restricted": True},
               {"reference": "1", "action": "Audit"})  # fmt: skip
    assert [plan.actions["reference"].tolist() for plan in public_plans(old, new)] == [["1"], ["1"]]


def test_a_row_that_is_restricted_since_is_withheld_though_its_neighbour_moved_elsewhere():
    def row(reference: str, recommendation: str, action: str, **more: object) -> dict[str, object]:
        return {"reference": reference, "recommendation": recommendation, "action": action,
                "owner": "Supt A", **more}  # fmt: skip

    stays = row("3.2", "3", "Audit custody records each month")
    old = made(row("3.1", "3", "Train all officers"), stays)
    new = made(
        row("7.1", "7", "Train all officers"),
        row("3.2", "3", "Audit of custody records, monthly, and report", restricted=True),
    )
    assert [plan.actions["action"].tolist() for plan in public_plans(old, new)] == [
        ["Train all officers"],
        ["Train all officers"],
    ]
