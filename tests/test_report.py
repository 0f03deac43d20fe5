"""What the scrutiny report says: its sections, and every figure in them."""

import functools
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_data import make
from tests.comparing import (
    APRIL,
    DONE,
    GONE,
    JANUARY,
    JUNE,
    MARCH,
    NOV,
    OPEN,
    SEPTEMBER,
    plan,
)
from tests.reports import WORDS, column, report, report_of, said, sample, section, tables, under
from tracker import PlanError
from tracker.report.content import TO_COMPLETE, Heading, Table
from tracker.report.progress import progress
from tracker.report.words import ReportWords, read_words, write_words
from tracker.timeline import Position, Timeline
from tracker.words import OF_THOSE_SHOWN

ROOT = Path(__file__).parents[1]
TITLES = [
    "1. Summary",
    "2. Decision required",
    "3. Information",
    "4. Implications",
    "5. Links to the Police and Crime Plan",
    "6. Reasons why restricted",
    "7. Background documents",
    "8. Contact for further information",
]
VERSIONS = [(JANUARY, None), (APRIL, JANUARY), (SEPTEMBER, APRIL)]

LATE = {"reference": "1", "action": "Audit", "owners": ("Records",), "original_due": NOV, **OPEN}
MOVED = {**LATE, "reference": "2", "revised_due": JUNE, "owners": ("ICT", "Records")}
FINISHED = {**LATE, **DONE, "reference": "3", "completed_on": date(2015, 11, 20)}
AHEAD = {**LATE, "reference": "4", "original_due": JUNE}


@pytest.mark.parametrize(("as_at", "previous"), VERSIONS)
def test_the_eight_sections_stand_in_their_order_and_numbering(as_at, previous) -> None:
    made = sample(as_at, previous)

    assert [part.heading for part in made.sections] == TITLES
    assert all(part.blocks for part in made.sections)


# ---------------------------------------------------------------- every figure is the summary's


@functools.cache
def printed(*arguments: object) -> dict[str, Any]:
    """What the command line prints of the sample, as another program reads it."""
    done = subprocess.run(
        [sys.executable, "-m", "tracker", *map(str, arguments), "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    values: dict[str, Any] = json.loads(done.stdout)
    return values


DATE = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]+) (\d{4})\b")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")


def iso(found: re.Match[str]) -> str:
    day, month, year = found.groups()
    return f"{year}-{MONTHS.index(month[:3]) + 1:02d}-{int(day):02d}"


def leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in leaves(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in leaves(part)]
    return [value]


@pytest.mark.parametrize(("as_at", "previous"), VERSIONS)
def test_every_number_and_date_of_the_text_is_one_that_the_command_line_prints(
    as_at, previous
) -> None:
    path = make.path(as_at)
    answers = [printed("summary", path), printed("actions", path)]
    answers += [printed("summary", path, "--scope", scope) for scope in ("national", "force")]
    by = ["--by", WORDS.next_meeting] if WORDS.next_meeting > as_at else []
    answers.append(printed("forecast", path, *by))
    if previous:
        answers.append(printed("compare", make.path(previous), path))
    known = [leaf for answer in answers for leaf in leaves(answer)]
    dates = {leaf for leaf in known if isinstance(leaf, str) and re.fullmatch(r"[\d-]{10}", leaf)}
    dates |= {str(WORDS.next_meeting), str(as_at), str(previous)}
    numbers = {float(abs(leaf)) for leaf in known if isinstance(leaf, int | float)}
    for answer in answers:
        for group in (answer, *answer.get("scopes", []), *answer.get("recommendations", [])):
            totals = group.get("totals", group)
            if "withdrawn" in totals and "actions" in totals:
                numbers.add(float(totals["actions"] - totals["withdrawn"]))
    made = sample(as_at, previous)

    text = "\n".join((section(made, 1), section(made, 3)))
    for found in DATE.finditer(text):
        assert iso(found) in dates, found.group()
    rest = re.sub(r"\d+%", "", DATE.sub("", text))
    references = {leaf for leaf in known if isinstance(leaf, str)}
    for found in NUMBER.finditer(re.sub(r"(?m)^3\.\d ", "", rest)):
        shown = found.group()
        value = float(shown.replace(",", ""))
        assert shown in references or value in numbers | MEDIAN_MOVES, (shown, text)


# Which no command prints: the agreed dates of nine actions moved later between January and April,
# by 91, 91, 92, 92, 93, 395, 580, 793 and 793 days.
MEDIAN_MOVES = {93.0}


def test_the_summary_gives_the_totals() -> None:
    totals = printed("summary", make.path(APRIL))["totals"]
    live = totals["actions"] - totals["withdrawn"]

    text = section(sample(APRIL, JANUARY), 1)

    assert f"{totals['completed']} of {live} actions (44%) are complete" in text
    assert f"and {totals['open']} are open" in text
    assert f"{totals['overdue']} of the {totals['open']} open actions are overdue" in text
    assert "the longest by 303 days" in text  # from 2 July 2015 to 30 April 2016
    assert "7 actions have been completed and the agreed dates of 9 have been moved later" in text
    assert "1 original timescale has been changed" in text


@pytest.mark.parametrize(
    ("scope", "heading"),
    [("force", "The force-specific recommendations"), ("national", "The national action plan")],
)
@pytest.mark.parametrize(("as_at", "previous"), VERSIONS)
def test_each_scope_is_reported_apart_with_its_own_figures(as_at, previous, scope, heading) -> None:
    figures = printed("summary", make.path(as_at), "--scope", scope)
    totals = figures["totals"]
    part = under(sample(as_at, previous), heading)

    live = totals["actions"] - totals["withdrawn"]
    done = f"{totals['completed']} of {live} actions" if totals["completed"] else "None of the 5"
    assert said(part).startswith(done)
    median = totals["median_slippage_days"]
    assert f"the median slippage is {median:g} day" in said(part)
    (table,) = tables(part)
    expected = [
        f"{row['completed']} of {row['actions'] - row['withdrawn']}"
        for row in figures["recommendations"]
    ]
    assert column(table, "Actions complete") == expected
    assert column(table, "Actions overdue") == [
        str(row["overdue"]) for row in figures["recommendations"]
    ]
    for shown, row in zip(column(table, "Slippage"), figures["recommendations"], strict=True):
        assert (
            shown == "in date"
            if row["slippage_days"] == 0
            else str(abs(row["slippage_days"])) in shown
        )


def test_what_changed_is_the_comparisons() -> None:
    compared = printed("compare", make.path(JANUARY), make.path(APRIL))
    balance = compared["balance"]

    part = under(sample(APRIL, JANUARY), "Progress since the last report, as at 12 January 2016")

    assert f"{balance['opening']} actions were open as at 12 January 2016" in said(part)
    assert "Since then 7 have been completed, 1 has been withdrawn, 1 has been added" in said(part)
    assert f"{balance['closing']} are open as at 30 April 2016" in said(part)
    assert "that were then to finish after 12 January 2016 and by 30 April 2016, 6 (55%)" in said(
        part
    )
    completed, moved = tables(part)
    kinds = {change["reference"]: change["kinds"] for change in compared["changes"]}
    assert column(completed, "Ref") == [ref for ref in kinds if "completed" in kinds[ref]]
    slipped = sorted(ref for ref in kinds if "slipped" in kinds[ref])
    assert sorted(column(moved, "Ref")) == slipped


def test_the_appendix_has_every_action_with_its_dates_status_and_slippage() -> None:
    rows = printed("actions", make.path(SEPTEMBER))["actions"]
    made = sample(SEPTEMBER, APRIL)

    shown = {row[0]: row for table in tables(made.appendix) for row in table.rows}

    assert len(shown) == len(rows)
    for row in rows:
        reference = row["reference"] + (" (restricted)" if row["restricted"] else "")
        days = row["slippage_days"]
        slippage = shown[reference][7]
        assert str(abs(days)) in slippage if days else slippage in ("on time", "in date", "–")
        if row["is_overdue"]:
            assert f"overdue by {row['days_overdue']} days" in shown[reference][6]
    assert shown["2.2"][4:8] == (
        "30 Nov 2015",
        "29 Feb 2016",
        "Complete on 18 Mar 2016",
        "109 days late",
    )
    assert shown["6.1"][4] == "2 Jul 2015 (“Immediately”)"
    assert shown["9.2"][5] == "“TBC”"
    assert shown["5.1"][6] == "Complete and confirmed on 30 Nov 2015"
    assert [block.text for block in made.appendix if isinstance(block, Heading)] == [
        "Force-specific recommendations",
        "National action plan",
    ]


# ------------------------------------------------------------------------ what the figures show


def test_timescales_have_not_been_met_where_an_action_is_overdue_or_was_late() -> None:
    assert "timescales have not been met." in section(report(LATE, FINISHED), 1)
    late = {**FINISHED, "completed_on": date(2015, 12, 1)}
    assert "timescales have not been met." in section(report(late), 1)


def test_timescales_that_were_met_are_said_to_be_met_as_far_as_they_have_passed() -> None:
    text = section(report(FINISHED, AHEAD), 1)

    assert "The original timescales have been met as far as they have passed." in text


def test_timescales_are_not_said_to_be_met_where_the_day_of_completion_is_not_known() -> None:
    text = section(report({**FINISHED, "completed_on": None}), 1)

    assert "may have been met or not" in text
    assert "have been met as far" not in text


def test_timescales_that_lie_ahead_and_that_are_not_given_are_told_apart() -> None:
    assert "The original timescales have not yet passed." in section(report(AHEAD), 1)
    undated = {**LATE, "original_due": None}
    assert "are not given, so whether they have been met is not known" in section(
        report(undated), 1
    )


def test_how_far_timescales_were_missed_is_said() -> None:
    # Slipped: 1 by 152 days to 30 April 2016, and on; 2 by 213 to 30 June; 3 was ten days early.
    text = said(under(report(LATE, MOVED, FINISHED), "The original timescales"))

    assert "Of the 3 actions due by 30 April 2016, 1 was completed on or before its" in text
    assert "the median slippage is 152 days and the most is 213 days" in text
    assert "1 of 3 actions (33%) has been given a revised timescale" in text


def test_none_is_said_to_have_kept_its_timescale_only_where_every_day_is_known() -> None:
    undated = {**FINISHED, "completed_on": None}
    text = said(under(report(LATE, undated), "The original timescales"))

    assert (
        "Of the 2 actions due by 30 April 2016, none is known to have been completed on or before "
        "its original timescale (1 was completed on a day not given)." in text
    )


def test_a_date_moved_later_is_the_plans_own_whatever_it_is_measured_from() -> None:
    """The first recorded timescale is November; the plan quietly says April, then June."""
    before, after = plan({**LATE, "original_due": APRIL}), plan({**LATE, "original_due": JUNE})
    dated = (date(2015, 12, 1), plan({**LATE, "original_due": NOV})), (JANUARY, before)
    positions = [Position.of(each, day) for day, each in (*dated, (APRIL, after))]
    compared = Timeline.of(positions).compared()
    assert compared is not None
    (table,) = [block for block in progress(compared) if isinstance(block, Table)]
    assert column(table, "Date before") == ["30 Apr 2016"]
    assert column(table, "Date now") == ["30 Jun 2016"]


def test_a_slippage_that_still_grows_is_at_least_that() -> None:
    made = report(LATE)

    part = under(made, "What has slipped most")

    assert "The one action whose slippage is known has slipped past the original" in said(part)
    assert "Action 1 has slipped most, by at least 152 days." in said(part)
    (table,) = tables(part)
    assert column(table, "Slippage") == ["at least 152 days late"]
    assert column(table, "Owner") == ["Records"]


def test_what_has_no_original_timescale_or_no_known_status_is_said() -> None:
    odd = {**LATE, "reference": "5", "original_due": None, "status": "unknown"}

    text = said(under(report(LATE, odd), "The original timescales"))

    assert "1 action has no original timescale, so whether it is late is not known." in text
    assert "The status of 1 action is not understood; it is counted as open." in text


def test_a_changed_original_timescale_has_a_paragraph_of_its_own() -> None:
    old = plan(LATE)
    made = report({**LATE, "original_due": date(2016, 2, 29)}, old=old)

    part = under(made, "The original timescales")

    assert part[1].text.startswith(
        "The original timescale of action 1 was changed from 30 November 2015 to 29 February 2016."
    )
    assert "which makes it 91 days less than from the earlier one" in part[1].text


def test_many_changed_original_timescales_are_listed() -> None:
    rows = [{**LATE, "reference": str(number), "action": f"Do {number}"} for number in range(5)]
    made = report(*({**row, "original_due": MARCH} for row in rows), old=plan(*rows))

    part = under(made, "The original timescales")

    assert "5 original timescales have been changed." in said(part)
    assert column(tables(part)[0], "Moved by") == ["122 days later"] * 5  # 30 November to 31 March


def test_without_an_earlier_plan_the_report_says_that_it_cannot_compare() -> None:
    made = report(LATE)

    assert "No earlier position of the plan was compared" in section(made, 3)
    assert "last report" not in section(made, 1)


def test_an_action_that_disappeared_is_not_called_done() -> None:
    made = report(MOVED, old=plan({**LATE, "action": "Train"}, {**MOVED}))

    text = section(made, 3)

    assert "Action 1, open at the last report, is no longer in the plan" in text
    assert "that does not show that it was done, and it is not counted as complete" in text


def test_each_dependency_on_the_national_review_is_listed_with_its_actions() -> None:
    review = {**LATE, "dependency": "National MoPI review"}
    other = {**MOVED, "dependency": "Records system upgrade"}
    part = under(report(other, review, AHEAD), "Dependency on the national review")

    assert "In the plan 1 open action waits for the national review. Action 2 waits" in said(part)
    (table,) = tables(part)
    assert column(table, "Waiting for") == ["National MoPI review", "Records system upgrade"]
    assert column(table, "Ref") == ["1", "2"]


def test_a_plan_that_waits_for_nothing_national_does_not_speak_of_it() -> None:
    upgrade = report({**MOVED, "dependency": "Records system upgrade"})
    assert "Action 2 waits for something outside the plan." in said(under(upgrade, "Dependencies"))
    nothing = said(under(report(LATE), "Dependencies"))
    assert nothing == "No open action is said in the plan to wait for anything outside it."


def test_a_plan_of_another_inspection_begins_without_words_on_police_information() -> None:
    custody = report({**LATE, "source": "Custody inspection"}, words=None)
    assert section(custody, 4) == "[to be completed: the implications]"
    assert custody.title == "Custody inspection: progress on the action plan"
    ours = report({**LATE, "source": "HMIC Building the Picture"}, words=None)
    assert "Code of Practice" in section(ours, 4)


def test_what_is_due_before_the_next_meeting_is_listed_soonest_first() -> None:
    later = {**AHEAD, "reference": "9", "original_due": date(2016, 7, 15)}
    soon = {**AHEAD, "reference": "8", "original_due": date(2016, 5, 31)}
    part = under(report(AHEAD, later, soon), "Due before the next meeting")

    assert (
        "The agreed dates of 2 open actions come before the next meeting, on 14 July 2016"
        in said(part)
    )
    assert column(tables(part)[0], "Ref") == ["8", "4"]
    # Due 31 and 61 days on, of the 150 of two reports: log odds of −0.78 + 1.88 × 119 or 89/150,
    # and ln(75/120) for a report in 75 days.
    assert column(tables(part)[0], "May move") == ["3 in 5", "1 in 2"]


def test_how_many_will_be_done_by_the_next_meeting_is_said_where_it_can_be() -> None:
    part = said(under(sample(APRIL), "Due before the next meeting"))
    assert "By 14 July 2016 " in part
    assert "of the 18 open actions are likely to be done, most likely " in part
    unknown = said(under(report(AHEAD), "Due before the next meeting"))
    assert "forecast" not in unknown  # when its report was published is not known


def test_what_the_last_report_gave_as_a_date_speaks_for_its_moving_again() -> None:
    moved = {**AHEAD, "revised_due": date(2016, 6, 30), "original_due": date(2016, 5, 31)}
    alone = under(report(moved), "Due before the next meeting")
    before = plan({**AHEAD, "original_due": date(2016, 5, 31)})
    since = under(report(moved, old=before), "Due before the next meeting")
    # Due 61 days on: log odds of −0.78 + 1.12 − 0.47. Moved by 30 days since the last report: of
    # −1.02 + 1.58 − 0.10 + 0.12 + 1.36 − 0.47.
    assert column(tables(alone)[0], "May move") == ["1 in 2"]
    assert column(tables(since)[0], "May move") == ["4 in 5"]


def test_without_the_date_of_the_next_meeting_ninety_days_are_looked_ahead() -> None:
    made = report(AHEAD, words=ReportWords())

    part = said(under(made, "Due before the next meeting"))

    assert "[to be completed: the date of the next meeting]" in part
    assert "in the 90 days after 30 April 2016" in part
    assert "Date of the next meeting" in made.missing


def test_overdue_actions_without_a_later_date_are_listed() -> None:
    lapsed = {**MOVED, "reference": "7", "revised_due": MARCH}
    part = under(report(LATE, MOVED, lapsed), "Overdue with no later date still to come")

    assert said(part).startswith("2 of the 3 overdue actions have no later agreed date")
    assert column(tables(part)[0], "Ref") == ["1", "7"]


# ------------------------------------------------------------------------------------ odd plans


def test_a_plan_without_scopes_is_reported_together() -> None:
    text = section(report(LATE, FINISHED), 3)

    assert "does not say which of its actions are force-specific and which national" in text
    assert "The national action plan" not in text


def test_actions_whose_scope_is_not_said_stand_apart() -> None:
    national = {**LATE, "scope": "national"}
    made = report(national, {**MOVED, "scope": None})

    assert "No action of the plan is marked as force-specific." in section(made, 3)
    neither = under(made, "neither national nor force-specific")
    assert said(neither).startswith("The one action is not complete.")


def test_an_empty_plan_has_a_report_that_says_so() -> None:
    made = report()

    assert "The plan has no actions." in section(made, 1)
    assert [part.heading for part in made.sections] == TITLES
    assert "No action is to be shown." in said(made.appendix)


def test_a_plan_of_withdrawn_actions_claims_nothing() -> None:
    made = report({**LATE, **GONE}, {**MOVED, **GONE})

    assert "All 2 actions of the plan have been withdrawn." in section(made, 1)
    assert "complete" not in section(made, 1)
    assert column(tables(made.appendix)[0], "Status") == ["Withdrawn", "Withdrawn"]


def test_a_filtered_appendix_says_what_it_leaves_out() -> None:
    new = plan(LATE, MOVED)
    made = report_of(new, APRIL)
    from tracker import filter_actions, measure

    measured = measure(new.actions, APRIL)
    view = filter_actions(measured, owners=["ICT"])
    made = report_of(new, APRIL, view=view, filters="owner ICT")

    assert "1 of 2 actions: owner ICT." in said(made.appendix)
    assert column(tables(made.appendix)[0], "Ref") == ["2"]
    assert "2 of the 2" not in section(made, 1)
    assert "All 2 open actions are overdue" in section(made, 1)


def test_the_last_report_must_be_of_an_earlier_date() -> None:
    with pytest.raises(ValueError, match="earlier date"):
        report(LATE, old=plan(LATE), previous=APRIL)


# -------------------------------------------------------------------------------- restricted rows


def test_restricted_rows_in_the_report_are_said_first_and_marked() -> None:
    made = sample(APRIL, JANUARY)

    assert "Not for publication: this report includes 1 restricted action." in made.notices
    assert "1 action of the plan is marked as restricted and is included" in section(made, 6)
    shown = [ref for table in tables(made.appendix) for ref in column(table, "Ref")]
    assert "7.2 (restricted)" in shown


def test_a_public_version_has_nothing_of_a_restricted_row_and_counts_without_it() -> None:
    made = sample(APRIL, JANUARY, public=True)  # whose reasons tell of the covert systems

    text = "\n".join(made.texts())
    assert "covert" not in text
    assert not re.search(r"\b7\.2\b", text)
    assert "14 of 31 actions (45%) are complete" in section(made, 1)
    assert (
        "Public version: 1 restricted action has been left out of its rows, figures and charts. "
        f"{OF_THOSE_SHOWN}." in made.notices
    )
    assert section(made, 6).startswith("Not restricted.")
    assert "Reasons why restricted" not in made.missing


def test_a_plan_without_restricted_rows_is_not_restricted() -> None:
    assert section(report(LATE, words=ReportWords()), 6) == "Not restricted."


# ------------------------------------------------------------------------------ the author's words


def test_what_only_the_author_knows_is_marked_as_still_to_be_completed() -> None:
    made = sample(APRIL, words=ReportWords())

    placeholders = [found for text in made.texts() for found in TO_COMPLETE.findall(text)]
    assert len(placeholders) == 7
    assert made.missing == (
        "Report to",
        "Date of the meeting",
        "Report of",
        "Date of the next meeting",
        "Links to the Police and Crime Plan",
        "Reasons why restricted",
        "Contact for further information",
    )


def test_a_report_whose_words_are_given_lacks_nothing() -> None:
    made = sample(APRIL, JANUARY)

    assert made.missing == ()
    assert not any(TO_COMPLETE.search(text) for text in made.texts())


def test_the_implications_name_the_code_of_practice_and_both_risks() -> None:
    text = section(report(LATE), 4)

    assert "Code of Practice on the Management of Police Information 2005" in text
    assert "Compliance:" in text
    assert "Operational:" in text


def test_the_words_survive_their_file() -> None:
    words = ReportWords(title="T", meeting_date=JANUARY, background="One\nTwo “quoted”")

    assert read_words(write_words(words)) == words
    assert read_words(b"{}") == ReportWords()
    assert read_words(b'{"author": "A"}', words).background == words.background


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        (b"[]", "not a JSON object"),
        (b"{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"author": 3}', "no text for “author”"),
        (b'{"next_meeting": "soon"}', "no date for “next_meeting”"),
        (b'{"nobody": ""}', "something unknown: “nobody”"),
        (b'{"links": "' + b"x" * 20_001 + b'"}', "more than 20,000 characters"),
        (b" " * 1_000_001, "too large"),
    ],
)
def test_a_file_that_is_not_of_words_is_refused_in_a_sentence(file: bytes, problem: str) -> None:
    with pytest.raises(PlanError, match=problem):
        read_words(file)


# ---------------------------------------------------------------------------------- how it reads


@pytest.mark.parametrize(("as_at", "previous"), VERSIONS)
def test_no_sentence_is_said_twice(as_at, previous) -> None:
    made = sample(as_at, previous)

    sentences = [
        sentence
        for number in range(1, 9)
        for line in section(made, number).splitlines()
        for sentence in re.split(r"(?<=\.) ", line)
        if len(sentence) > 25
    ]
    assert len(sentences) == len(set(sentences))


DAYS = st.dates(date(2015, 7, 1), date(2016, 12, 31))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "reference": st.one_of(st.none(), st.sampled_from(["1", "2", "FS1", "3.1"])),
            "action": st.one_of(st.none(), st.text(max_size=30)),
            "recommendation": st.one_of(st.none(), st.sampled_from(["1", "2", "Rec 3"])),
            "scope": st.sampled_from(["national", "force", None]),
            "status": st.sampled_from(
                [
                    "not_started",
                    "in_progress",
                    "awaiting_sign_off",
                    "complete",
                    "confirmed",
                    "withdrawn",
                    "unknown",
                ]
            ),
            "original_due": st.one_of(st.none(), DAYS),
            "revised_due": st.one_of(st.none(), DAYS),
            "completed_on": st.one_of(st.none(), DAYS),
            "dependency": st.sampled_from([None, "none", "National MoPI review", "Upgrade"]),
            "restricted": st.booleans(),
            "owners": st.sampled_from([(), ("A",), ("A", "B")]),
        }
    ),
    max_size=7,
)


@settings(max_examples=40)
@given(new=ROWS, old=st.one_of(st.none(), ROWS), public=st.booleans())
def test_any_plan_has_its_report(new, old, public) -> None:
    made = report_of(
        plan(*new),
        APRIL,
        old=plan(*old) if old is not None else None,
        previous=JANUARY,
        public=public,
    )

    assert [part.heading for part in made.sections] == TITLES
    everything = "\n".join(made.texts())
    for wrong in ("nan", "NaT", "<NA>", "1 actions", " 1 days", "  ", "()"):
        text = section(made, 1) + "\n" + section(made, 3)
        assert wrong not in re.sub(r"None of|“.*?”", "…", text), wrong
    assert not re.search(r"\b1 (?:actions|days|recommendations) ", section(made, 3))
    assert everything
    for blocks in (*(part.blocks for part in made.sections), made.appendix):
        for block in blocks:
            if isinstance(block, Table):
                width = len(block.headings)
                assert len(block.widths) == width
                assert all(len(row) == width and all(row) for row in block.rows)


def test_what_was_completed_after_the_date_is_open_and_not_called_complete() -> None:
    late = {**FINISHED, "completed_on": date(2016, 5, 30)}
    (table,) = [block for block in report(late).appendix if isinstance(block, Table)]
    assert "Open: completed later, on 30 May 2016, overdue by" in str(table.rows)


def test_a_next_meeting_that_is_past_counts_as_not_given() -> None:
    words = ReportWords(next_meeting=date(2016, 4, 30))
    text = said(under(report(LATE, AHEAD, words=words), "Due before the next meeting"))
    assert "30 April 2016." not in text.partition("in the 90 days after")[0]
    assert "in the 90 days after 30 April 2016" in text
