"""What the scrutiny report says: its sections, and every figure in them."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_data import make
from tests.commands import answer
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
from tests.reports import (
    WORDS,
    appendix,
    column,
    numbered,
    report,
    report_of,
    said,
    sample,
    section,
    tables,
    words_before_appendix,
)
from tracker import PlanError, filter_actions, measure
from tracker.protective_marking import OF_THOSE_SHOWN, Audience
from tracker.report.compose import compose_report
from tracker.report.content import TO_COMPLETE, Heading, Paragraph, Picture, ReportTable
from tracker.report.inspection import NOT_CHECKED, Inspection, offered, read_inspection
from tracker.report.own_words import Length, ReportWords, for_next_time, read_words, write_words
from tracker.timeline import Position, Timeline

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


MANY = {**LATE, "dependency": "The national board", "progress": "Waiting " * 60, "scope": "force"}
CUSTODY = [
    row | {"reference": f"{place}", "recommendation": f"{place % 3}", "source": source}
    for place, row in enumerate((LATE, MOVED, FINISHED, AHEAD))
    for source in ("Custody", "Firearms", "Custody healthcare")
]
LONG = MANY | {"action": "long words " * 30}
SHAPES = [
    lambda: sample(JANUARY),
    lambda: sample(APRIL, JANUARY),
    lambda: sample(APRIL, JANUARY, public=True),
    lambda: sample(SEPTEMBER, APRIL, words=None),
    lambda: report(*CUSTODY, words=None),
    lambda: report(*CUSTODY, old=plan(*CUSTODY[:9])),
    lambda: report(*(MANY | {"reference": f"{n}", "recommendation": f"{n}"} for n in range(300))),
    lambda: report(
        *(
            MANY | {"action": f"{n} {'long words ' * 30}", "recommendation": f"{n % 6}"}
            for n in range(30)
        )
    ),
]


@pytest.mark.parametrize("shape", range(len(SHAPES)))
def test_a_report_has_eight_headings_and_350_to_700_words_before_its_appendix(shape: int) -> None:
    made = SHAPES[shape]()

    assert [part.heading for part in made.sections] == TITLES
    assert 350 <= words_before_appendix(made) <= 700
    blocks = [block for part in made.sections for block in part.blocks]
    assert sum(isinstance(block, ReportTable) for block in blocks) <= 1
    assert sum(isinstance(block, Picture) for block in blocks) <= 1
    assert [each.title[:11] for each in made.appendices] == ["Appendix A:"]


@pytest.mark.parametrize("public", [False, True])
def test_with_extensions_put_for_decision_a_report_still_has_at_most_700_words(public) -> None:
    made = sample(SEPTEMBER, JANUARY, public=public, decide_extensions=True)

    assert 350 <= words_before_appendix(made) <= 700


def test_every_paragraph_is_numbered_in_its_section() -> None:
    for part in sample(APRIL, JANUARY).sections:
        numbers = [block.number for block in part.blocks if isinstance(block, Paragraph)]
        assert numbers == [f"{part.number}.{place}" for place in range(1, len(numbers) + 1)]
        assert numbers


# ---------------------------------------------------------------- every figure is the summary's


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
    answers = [answer("summary", path), answer("actions", path)]
    answers += [answer("summary", path, "--scope", scope) for scope in ("national", "force")]
    if previous:
        answers.append(answer("compare", make.path(previous), path))
    known = [leaf for each in answers for leaf in leaves(each)]
    dates = {leaf for leaf in known if isinstance(leaf, str) and re.fullmatch(r"[\d-]{10}", leaf)}
    dates |= {str(WORDS.next_meeting), str(WORDS.last_meeting), str(as_at), str(previous)}
    numbers = {float(abs(leaf)) for leaf in known if isinstance(leaf, int | float)}
    for each in answers:
        for group in (each, *each.get("scopes", []), *each.get("recommendations", [])):
            totals = group.get("totals", group)
            if "withdrawn" in totals and "actions" in totals:
                numbers.add(float(totals["actions"] - totals["withdrawn"]))
    made = sample(as_at, previous)

    text = "\n".join((section(made, 1), section(made, 3))).replace(WORDS.last_told, "")
    for found in DATE.finditer(text):
        assert iso(found) in dates, found.group()
    rest = re.sub(r"“.*?”", "", re.sub(r"\d+%", "", DATE.sub("", text)))
    references = {leaf for leaf in known if isinstance(leaf, str)}
    rounded = {116.0} | numbers  # the median of April is 115.5
    for found in NUMBER.finditer(rest):
        shown = found.group()
        value = float(shown.replace(",", ""))
        assert shown in references or value in rounded | OF_COMPARISON, (shown, text)


# Which no command prints: the days of the agreed dates moved later between January and April, by
# 91, 91, 92, 92, 93, 395, 580, 793 and 793 days, and within how many of the date replaced.
OF_COMPARISON = {93.0, 14.0}


def test_the_summary_gives_the_totals() -> None:
    totals = answer("summary", make.path(APRIL))["totals"]
    live = totals["actions"] - totals["withdrawn"]

    text = section(sample(APRIL, JANUARY), 1)

    assert f"{totals['completed']} of {live} actions (44%) are complete" in text
    assert f"and {totals['open']} are open. One withdrawn action is left out" in text
    assert f"{totals['overdue']} of the {totals['open']} open actions are overdue" in text
    assert "the longest by 303 days" in text  # from 2 July 2015 to 30 April 2016


def test_each_scope_is_reported_apart_with_its_own_figures() -> None:
    force, national = numbered(sample(APRIL, JANUARY), "3.2").splitlines()

    assert force == (
        "Force-specific recommendations: 3 of 6 actions (50%) are complete. None of the 3 "
        "recommendations is complete. None of the 3 open actions is overdue."
    )
    assert national == (
        "National action plan: 11 of 26 actions (42%) are complete. None of the 10 "
        "recommendations is complete. All 15 open actions are overdue."
    )


def test_what_was_told_last_time_stands_before_what_changed_since() -> None:
    balance = answer("compare", make.path(JANUARY), make.path(APRIL))["balance"]

    text = numbered(sample(APRIL, JANUARY), "3.1")

    assert text.startswith(
        "At the last meeting, on 26 January 2016, it was reported: 8 of 32 actions were complete. "
        f"{balance['opening']} actions were open as at 12 January 2016. Since then "
        f"{balance['completed']} were completed, one was withdrawn (action 10.3)"
    )
    assert f": {balance['closing']} are open now." in text
    assert "Of the 11 that were to finish in that time, 6 were completed in it." in text
    assert "9 agreed dates were moved later, by a median of 93 days, one of them" in text


def test_the_table_has_the_recommendations_that_slipped_most() -> None:
    (table,) = tables(sample(APRIL, JANUARY).sections[2].blocks)

    assert table.headings == ("Recommendation", "Original", "Now", "Slippage")
    assert table.rows == (
        ("Recommendation 1", "30 Nov 2015", "31 Jan 2018", "793 days"),
        ("Recommendation 8", "30 Nov 2015", "31 Jan 2018", "793 days"),
        ("Recommendation 10", "30 Nov 2015", "31 Jan 2018", "793 days"),
        ("Recommendation 6", "2 Jul 2015", "30 Sep 2016", "456 days"),
        ("Recommendation 7", "2 Jul 2015", "30 Jun 2016", "364 days"),
    )
    assert table.title == "Recommendations: the 5 of 10 that have slipped most"


def test_the_same_number_in_two_inspections_is_two_recommendations() -> None:
    two = [LATE | {"recommendation": "3", "source": name} for name in ("Custody", "Firearms")]
    made = report(two[0], two[1] | {"reference": "2"})

    (table,) = tables(made.sections[2].blocks)
    named = ["Recommendation 3 (Custody)", "Recommendation 3 (Firearms)"]
    assert sorted(column(table, "Recommendation")) == named
    headings = [row[0] for row in tables(appendix(made))[0].rows if len(row) == 1]
    assert headings == named


def test_a_reference_that_two_inspections_have_is_named_with_its_inspection() -> None:
    before = [LATE | {"source": name} for name in ("Custody", "Firearms")]
    after = [before[0] | {"revised_due": JUNE}, before[1] | DONE | {"completed_on": MARCH}]
    made = report(*after, old=plan(*before), length=Length.full)

    assert "one was completed (action 1 of Firearms)" in numbered(made, "3.1")
    assert "Action 1 of Custody has slipped most, by 213 days." in numbered(made, "3.3")
    assert column(tables(appendix(made, "C"))[0], "Ref") == ["1 of Firearms"]
    assert column(tables(appendix(made, "D"))[0], "Ref") == ["1 of Custody"]
    assert column(tables(appendix(made))[0], "Ref") == ["1", "1"]


def test_what_has_not_slipped_is_not_called_on_time() -> None:
    text = numbered(report(AHEAD), "3.3")
    assert text.startswith("The one action whose dates are known has not slipped.")
    assert "on time" not in text


def test_appendix_a_has_every_action_under_its_recommendations_wording() -> None:
    rows = answer("actions", make.path(SEPTEMBER))["actions"]
    made = sample(SEPTEMBER, APRIL)

    shown = {row[0]: row for table in tables(appendix(made)) for row in table.rows if row[1:]}

    assert len(shown) == len(rows)
    for row in rows:
        reference = row["reference"] + (" (restricted)" if row["restricted"] else "")
        if row["is_overdue"]:
            assert f"overdue by {row['days_overdue']} days" in shown[reference][5]
    assert shown["2.2"][3:7] == ("30 Nov 2015", "29 Feb 2016", "Complete on 18 Mar 2016", "100%")
    assert shown["6.1"][3] == "2 Jul 2015 (“Immediately”)"
    assert shown["9.2"][4] == "“TBC”"
    assert shown["1.2"][7] == "National MoPI review"
    assert shown["5.1"][5] == "Complete and confirmed on 30 Nov 2015"
    assert [block.text for block in appendix(made) if isinstance(block, Heading)] == [
        "Force-specific recommendations",
        "National action plan",
    ]
    national = tables(appendix(made))[1].rows
    assert national[0] == (
        "Recommendation 1. Set up national oversight of how forces manage and share police "
        "information",
    )
    assert national[1][0] == "1.1"


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

    assert "Whether the original timescales have been met is not known" in text
    assert "have been met as far" not in text


def test_timescales_that_lie_ahead_and_that_are_not_given_are_told_apart() -> None:
    assert "The original timescales have not yet passed." in section(report(AHEAD), 1)
    undated = {**LATE, "original_due": None}
    assert "are not given, so whether they have been met is not known" in section(
        report(undated), 1
    )


def test_how_far_timescales_were_missed_is_said() -> None:
    # Slipped: 1 by 152 days to 30 April 2016, and on; 2 by 213 to 30 June; 3 was ten days early.
    text = numbered(report(LATE, MOVED, FINISHED), "3.3")

    assert "Of the 3 actions due by 30 April 2016, one was completed by its original" in text
    assert "The median slippage is 152 days." in text
    assert "Action 2 has slipped most, by 213 days." in text
    assert "1 of 3 actions (33%) has had a timescale revised." in text


def test_half_a_day_is_told_as_about_a_whole_one() -> None:
    # 213 days late and 152 so far: the middle of the two is 182.5.
    assert "The median slippage is about 183 days." in numbered(report(LATE, MOVED), "3.3")


def test_why_it_slipped_is_said_in_the_plans_own_words() -> None:
    told = report({**LATE, "progress": "The supplier put the upgrade back."})
    waits = report({**LATE, "dependency": "The new custody suite"})

    said_of = "The plan says of action 1, “The supplier put the upgrade back”."
    assert said_of in numbered(told, "3.3")
    assert "The plan says of action 1, “The new custody suite”." in numbered(waits, "3.3")
    assert "The plan says" not in numbered(report(LATE), "3.3")


def test_one_action_and_one_recommendation_are_said_as_one() -> None:
    text = section(report({**LATE, "recommendation": "1"}), 3)

    assert "The one action due by 30 April 2016 was not completed by its original" in text
    assert "the one recommendation is not complete" in text.lower()
    assert "The one overdue action has no later agreed date still to come." in text
    assert not re.search(r"\b[01] (?:of 1|actions?|recommendations?)\b", text)


def test_none_is_said_to_have_kept_its_timescale_only_where_every_day_is_known() -> None:
    undated = {**FINISHED, "completed_on": None}

    assert (
        "Of the 2 actions due by 30 April 2016, none is known to have been completed by its "
        "original timescale (one was completed on a day not given)."
        in numbered(report(LATE, undated), "3.3")
    )


def test_a_slippage_that_still_grows_is_at_least_that_and_its_finish_not_known() -> None:
    made = report({**LATE, "recommendation": "1"})

    assert "Action 1 has slipped by at least 152 days." in section(made, 3)
    (table,) = tables(made.sections[2].blocks)
    assert table.rows == (("Recommendation 1", "30 Nov 2015", "not known", "at least 152 days"),)


def test_what_has_no_original_timescale_or_no_known_status_is_said() -> None:
    odd = {**LATE, "reference": "5", "original_due": None, "status": "unknown"}

    text = section(report(LATE, odd), 3)

    assert "One action has no original timescale, so whether it is late is not known." in text
    assert "The status of one action is not understood; it is counted as open." in text


def test_a_changed_original_timescale_is_said_with_both_dates_and_without_a_lesson() -> None:
    made = report({**LATE, "original_due": date(2016, 2, 29)}, old=plan(LATE))

    assert (
        "The original timescale of action 1 was changed from 30 November 2015 to 29 February 2016. "
        "Slippage is measured from the one that the plan gives now." in numbered(made, "3.3")
    )
    rows = [{**LATE, "reference": str(number), "action": f"Do {number}"} for number in range(5)]
    many = report(*({**row, "original_due": MARCH} for row in rows), old=plan(*rows))
    since = "5 original timescales have been changed since 12 January 2016"
    assert f"{since} (actions 0, 1, 2, 3 and 4)." in numbered(many, "3.3")
    assert "should" not in section(many, 3)


def test_an_original_that_moved_is_measured_from_the_first_and_footnoted_in_appendix_a() -> None:
    before, after = plan(LATE), plan({**LATE, "original_due": JUNE})
    over = Timeline.of([Position.of(before, JANUARY), Position.of(after, APRIL)])
    made = compose_report(
        over.baseline, over.measured(), as_at=APRIL, words=WORDS, comparison=over.compared()
    )

    assert "Slippage is measured from the one first recorded." in section(made, 3)
    table, note = appendix(made)
    assert column(table, "Original timescale") == ["30 Nov 2015*"]
    assert note.text == (
        "* Action 1: the original timescale first recorded was 30 November 2015; the plan now "
        "gives 30 June 2016."
    )


def test_without_an_earlier_plan_the_report_says_that_it_cannot_compare() -> None:
    made = report(LATE, words=ReportWords())

    assert numbered(made, "3.1").startswith("No earlier position of the plan was compared")
    assert "What the last meeting was told" not in made.missing


def test_a_first_report_says_what_the_plan_holds_and_who_acts() -> None:
    rows = [LATE | {"recommendation": "5"}, AHEAD | {"recommendation": "6", "owners": ("ICT",)}]
    assert numbered(report(*rows, FINISHED, words=ReportWords()), "3.1").endswith(
        "The plan has 3 actions under 2 recommendations with original timescales from 30 November "
        "2015 to 30 June 2016. The open actions are with 2 owners, one each."
    )
    more = report(*rows, LATE | {"reference": "9"}, words=ReportWords())
    assert numbered(more, "3.1").endswith("with 2 owners; Records has most, 2.")


def test_where_no_recommendation_has_slipped_the_table_has_those_due_first() -> None:
    soon = AHEAD | {"original_due": date(2016, 5, 31), "recommendation": "7"}
    (table,) = tables(report(AHEAD | {"recommendation": "6"}, soon).sections[2].blocks)
    assert table.title == "The recommendations"
    assert table.rows == (
        ("Recommendation 7", "31 May 2016", "31 May 2016", "in date"),
        ("Recommendation 6", "30 Jun 2016", "30 Jun 2016", "in date"),
    )


def test_a_recommendation_whose_number_another_inspection_has_is_named_with_its_own() -> None:
    late = LATE | {"recommendation": "1", "source": "Custody"}
    (table,) = tables(
        report(late, AHEAD | {"recommendation": "1", "source": "Crime"}).sections[2].blocks
    )
    assert [row[0] for row in table.rows] == [
        "Recommendation 1 (Custody)"
    ]  # the other has not slipped


def test_a_number_where_a_plan_links_its_actions_is_no_reason_and_nobody_to_wait_for() -> None:
    linked = report({**LATE, "dependency": "4.2", "progress": "3"})
    assert "The plan says" not in numbered(linked, "3.3")
    assert "does not say that an open action waits" in numbered(linked, "3.4")


def test_an_action_that_disappeared_is_not_called_done() -> None:
    made = report(MOVED, old=plan({**LATE, "action": "Train"}, {**MOVED}))

    assert (
        "Action 1, open at the last report, is no longer in the plan and is not counted as "
        "complete: whether it was done is not known." in section(made, 3)
    )


def test_what_depends_on_somebody_else_is_said_in_the_plans_own_words() -> None:
    review = {**LATE, "dependency": "National board"}
    again = {**review, "reference": "3"}
    other = {**MOVED, "dependency": "Records system upgrade"}

    assert numbered(report(other, review, again), "3.4") == (
        "3 open actions depend on somebody else: 2 (actions 1 and 3) wait for “National board” "
        "and one (action 2) waits for “Records system upgrade”."
    )
    assert numbered(report(other), "3.4") == (
        "One open action (action 2) waits for “Records system upgrade”."
    )
    assert numbered(report(review, again), "3.4") == (
        "2 open actions (actions 1 and 3) wait for “National board”."
    )
    assert "does not say that an open action waits" in numbered(report(LATE), "3.4")


def test_what_is_due_before_the_next_meeting_is_named_in_the_summary() -> None:
    later = {**AHEAD, "reference": "9", "original_due": date(2016, 7, 15)}
    soon = {**AHEAD, "reference": "8", "original_due": date(2016, 5, 31)}

    assert numbered(report(AHEAD, later, soon), "1.4") == (
        "2 open actions (actions 8 and 4) fall due before the next meeting, on 14 July 2016."
    )
    assert numbered(report(LATE), "1.4").startswith("No open action falls due before")
    alone = report(AHEAD, words=ReportWords())
    assert "in the 90 days from 30 April 2016" in numbered(alone, "1.4")
    assert "Date of the next meeting" in alone.missing


def test_a_next_meeting_that_is_past_counts_as_not_given() -> None:
    made = report(LATE, AHEAD, words=ReportWords(next_meeting=date(2016, 4, 30)))
    assert "in the 90 days from 30 April 2016" in numbered(made, "1.4")


def test_overdue_actions_without_a_later_date_are_named() -> None:
    lapsed = {**MOVED, "reference": "7", "revised_due": MARCH}

    assert (
        "2 of the 3 overdue actions (actions 1 and 7) have no later agreed date still to come."
        in numbered(report(LATE, MOVED, lapsed), "3.3")
    )


def test_what_was_completed_after_the_date_is_open_and_not_called_complete() -> None:
    late = {**FINISHED, "completed_on": date(2016, 5, 30)}
    (table,) = tables(appendix(report(late)))
    assert "Open: completed later, on 30 May 2016, overdue by" in str(table.rows)


def test_a_recommendation_due_on_the_day_itself_is_due_as_an_action_is() -> None:
    today = {**FINISHED, "original_due": APRIL, "completed_on": MARCH, "recommendation": "1"}

    text = numbered(report(today), "3.3")

    assert "The one action due by 30 April 2016 was completed by its original timescale." in text
    assert "The one recommendation due by 30 April 2016 was complete by its original" in text


def test_what_the_summary_says_of_the_whole_plan_is_not_said_again_in_the_information() -> None:
    made = report(*({**LATE, "recommendation": place} for place in "123"))

    assert "None of the 3 actions is complete." in section(made, 1)
    assert numbered(made, "3.2") == (
        "The plan does not say which of its actions are force-specific and which national, so they "
        "are reported together. None of the 3 recommendations is complete."
    )
    all_national = report(*({**LATE, "recommendation": r, "scope": "national"} for r in "123"))
    assert numbered(all_national, "3.2").splitlines() == [
        "Force-specific recommendations: no action of the plan is marked as force-specific.",
        "National action plan: none of the 3 recommendations is complete.",
    ]


def test_a_plan_without_scopes_is_reported_by_inspection_without_what_their_names_share() -> None:
    sources = ("HMIC inspection: Custody", "HMIC inspection: Crime")
    rows = [row | {"source": name} for name in sources for row in (LATE, MOVED)]

    made = report(*rows, FINISHED | {"source": sources[1]})

    assert made.title == "Custody and Crime: progress on the action plan"
    assert numbered(made, "3.2").splitlines()[1:] == [
        "Custody: neither of the 2 actions is complete. Both open actions are overdue.",
        "Crime: 1 of 3 actions (33%) is complete. Both open actions are overdue.",
    ]


def test_an_update_that_speaks_of_waiting_is_told_where_nothing_else_says_so() -> None:
    waiting = {**LATE, "progress": "Awaiting the NHS tender"}

    assert numbered(report(waiting, MOVED), "3.4") == (
        "The plan does not record what its open actions wait for, but the update of one open "
        "action (action 1) speaks of waiting: it says “Awaiting the NHS tender”."
    )
    assert numbered(report(LATE), "3.4") == (
        "The plan does not say that an open action waits for anybody else."
    )


# ------------------------------------------------------------------------------ what is decided


def test_extensions_are_put_for_decision_when_asked_the_rest_in_an_appendix() -> None:
    made = sample(APRIL, JANUARY, decide_extensions=True)

    assert numbered(made, "2.1") == "The Commissioner is asked to note the report."
    assert numbered(made, "2.2") == (
        "A decision is asked for on 9 extensions. The 6 longest are here and the others in "
        "Appendix B. What the plan says of each is in Appendix A."
    )
    (table,) = tables(made.sections[1].blocks)
    # Moved by 793, 793, 580, 395, 93 and 92 days since January; 4.2 stands before 6.1 in the plan.
    assert column(table, "Ref") == ["8.2", "10.2", "1.2", "6.2", "3.2", "4.2"]
    assert column(table, "Date before")[2:4] == ["30 Jun 2016", "2 Jul 2015"]
    assert column(table, "Date asked for")[2:4] == ["31 Jan 2018", "31 Jul 2016"]
    assert column(tables(appendix(made, "B"))[0], "Ref") == ["6.1", "2.3", "7.2"]
    assert tables(made.sections[2].blocks) == []  # a report has one table before its appendix


def test_a_date_that_nobody_has_agreed_yet_is_an_extension_asked_for() -> None:
    proposed = {**MOVED, "revised_due_text": "30/06/2016 (proposed)"}
    made = report(LATE, proposed, decide_extensions=True)

    (table,) = tables(made.sections[1].blocks)
    assert column(table, "Ref") == ["2"]
    assert column(table, "Date before") == ["30 Nov 2015"]
    assert numbered(report(LATE, decide_extensions=True), "2.2") == "No extension is asked for."
    assert len([b for b in report(proposed).sections[1].blocks if isinstance(b, ReportTable)]) == 0


# ---------------------------------------------------------------------------- the full report


def test_a_full_report_has_the_committees_lists_as_appendices_and_the_same_body() -> None:
    short, full = sample(APRIL, JANUARY), sample(APRIL, JANUARY, length=Length.full)

    assert list(full.body()) == list(short.body())
    assert [each.title for each in full.appendices] == [
        "Appendix A: the action plan as at 30 April 2016",
        "Appendix B: live actions",
        "Appendix C: completed since 12 January 2016",
        "Appendix D: agreed dates moved later since 12 January 2016",
        "Appendix E: overdue with no later date still to come",
        "Appendix F: open actions due before the next meeting, on 14 July 2016",
    ]
    compared = answer("compare", make.path(JANUARY), make.path(APRIL))
    kinds = {change["reference"]: change["kinds"] for change in compared["changes"]}
    (live,), (completed,), (moved,) = (tables(appendix(full, letter)) for letter in "BCD")
    assert len(live.rows) == 18
    assert column(completed, "Ref") == [ref for ref in kinds if "completed" in kinds[ref]]
    assert sorted(column(moved, "Ref")) == sorted(ref for ref in kinds if "slipped" in kinds[ref])
    assert column(tables(appendix(full, "E"))[0], "Ref") == ["4.3", "4.4", "9.2"]


def test_the_list_of_what_falls_due_has_the_chance_that_its_date_moves() -> None:
    later = {**AHEAD, "reference": "9", "original_due": date(2016, 7, 15)}
    soon = {**AHEAD, "reference": "8", "original_due": date(2016, 5, 31)}
    due = appendix(report(AHEAD, later, soon, length=Length.full), "D")
    # Due 31 and 61 days on, of the 150 of two reports: log odds of −0.78 + 1.88 × 119 or 89/150,
    # and ln(75/120) for a report in 75 days.
    assert column(tables(due)[0], "May move") == ["3 in 5", "1 in 2"]


def test_what_the_last_report_gave_as_a_date_speaks_for_its_moving_again() -> None:
    moved = {**AHEAD, "revised_due": date(2016, 6, 30), "original_due": date(2016, 5, 31)}
    alone = report(moved, length=Length.full)
    before = plan({**AHEAD, "original_due": date(2016, 5, 31)})
    since = report(moved, old=before, length=Length.full)
    # Due 61 days on: log odds of −0.78 + 1.12 − 0.47. Moved by 30 days since the last report: of
    # −1.02 + 1.58 − 0.10 + 0.12 + 1.36 − 0.47.
    assert column(tables(appendix(alone, "D"))[0], "May move") == ["1 in 2"]
    assert column(tables(appendix(since, "F"))[0], "May move") == ["4 in 5"]


def test_a_list_with_nothing_in_it_says_none() -> None:
    full = report(FINISHED, length=Length.full)
    assert [said(appendix(full, letter)) for letter in "BCD"] == ["None."] * 3


# ------------------------------------------------------------------------------------ odd plans


def test_a_plan_without_scopes_is_reported_together() -> None:
    text = section(report(LATE, FINISHED), 3)

    assert "does not say which of its actions are force-specific and which national" in text
    assert "National action plan" not in text


def test_actions_whose_scope_is_not_said_stand_apart() -> None:
    text = numbered(report({**LATE, "scope": "national"}, {**MOVED, "scope": None}), "3.2")

    assert "Force-specific recommendations: no action of the plan is marked as" in text
    assert "Neither national nor force-specific by the plan: the one action is not" in text


def test_an_empty_plan_has_a_report_that_says_so() -> None:
    made = report()

    assert "The plan has no actions." in section(made, 1)
    assert [part.heading for part in made.sections] == TITLES
    assert "No action is to be shown." in said(appendix(made))


def test_a_plan_of_withdrawn_actions_claims_nothing() -> None:
    made = report({**LATE, **GONE}, {**MOVED, **GONE})

    assert "Both actions of the plan have been withdrawn." in section(made, 1)
    assert "complete" not in section(made, 1)
    assert column(tables(appendix(made))[0], "State") == ["Withdrawn", "Withdrawn"]


def test_a_filtered_appendix_says_what_it_leaves_out() -> None:
    new = plan(LATE, MOVED)
    view = filter_actions(measure(new.actions, APRIL), owners=["ICT"])
    made = report_of(new, APRIL, view=view, filters="owner ICT")

    assert "1 of 2 actions: owner ICT." in said(appendix(made))
    assert column(tables(appendix(made))[0], "Ref") == ["2"]
    assert "Both open actions are overdue" in section(made, 1)


def test_the_last_report_must_be_of_an_earlier_date() -> None:
    with pytest.raises(ValueError, match="earlier date"):
        report(LATE, old=plan(LATE), previous=APRIL)


# -------------------------------------------------------------------------------- restricted rows


def test_restricted_rows_in_the_report_are_said_first_and_marked() -> None:
    made = sample(APRIL, JANUARY)

    assert "Not for publication: 1 restricted action included." in made.notices
    assert "One restricted action is included in this report." in section(made, 6)
    shown = [ref for table in tables(appendix(made)) for ref in column(table, "Ref")]
    assert "7.2 (restricted)" in shown


@pytest.mark.parametrize("typed", ["N/A", "n/a.", "None", "Not applicable", " - "])
def test_reasons_that_deny_what_the_report_includes_are_said_before_it_goes_out(typed) -> None:
    made = sample(APRIL, JANUARY, words=ReportWords(reasons_restricted=typed))

    (warning,) = made.warnings
    assert warning.endswith("but this report includes one restricted action.")
    assert sample(APRIL, JANUARY).warnings == ()  # whose reasons are given
    public = sample(APRIL, public=True, words=ReportWords(reasons_restricted=typed))
    assert public.warnings == ()


def test_a_public_version_has_nothing_of_a_restricted_row_and_counts_without_it() -> None:
    made = sample(APRIL, JANUARY, public=True, length=Length.full, decide_extensions=True)

    text = "\n".join(made.texts())  # the reasons typed tell of the covert systems
    assert "covert" not in text
    assert not re.search(r"\b7\.2\b", text)
    assert "14 of 31 actions (45%) are complete" in section(made, 1)
    left_out = "Public version: 1 restricted action left out."
    assert f"{left_out} {OF_THOSE_SHOWN}" in made.notices
    assert section(made, 6).splitlines() == [
        "Not restricted.",
        Audience(0, 1).of_changes,
    ]
    assert "Reasons why restricted" not in made.missing


def test_a_plan_without_restricted_rows_is_not_restricted() -> None:
    assert section(report(LATE, words=ReportWords()), 6) == "Not restricted."


# ------------------------------------------------------------------------------ the author's words


def test_what_only_the_author_knows_is_marked_as_still_to_be_completed() -> None:
    made = sample(APRIL, JANUARY, words=ReportWords())

    placeholders = [found for text in made.texts() for found in TO_COMPLETE.findall(text)]
    assert len(placeholders) == 11
    assert made.missing == (
        "Report to",
        "Item number",
        "Date of the meeting",
        "Date of the last meeting",
        "Date of the next meeting",
        "Report of",
        "Classification",
        "What the last meeting was told",
        "Implications",
        "Links to the Police and Crime Plan",
        "Reasons why restricted",
        "Contact for further information",
    )


def test_a_report_whose_words_are_given_lacks_nothing() -> None:
    made = sample(APRIL, JANUARY)

    assert made.missing == ()
    assert not any(TO_COMPLETE.search(text) for text in made.texts())
    assert ("Item number", "7") in made.facts
    assert ("Classification", "Official") in made.facts
    assert made.classification == "Official"


CATALOGUE = ROOT / "sample_data" / "hmic_building_the_picture.csv"


def test_an_inspections_own_words_come_with_its_catalogue_alone_and_are_marked() -> None:
    told = offered(read_inspection(CATALOGUE))
    made = sample(APRIL, words=told)

    assert section(made, 4).startswith(f"{NOT_CHECKED} Compliance: the Code of Practice on the")
    assert "Implications (to be confirmed)" in made.missing
    assert "Background documents (to be confirmed)" in made.missing
    assert "published on 2 July 2015" in section(made, 7)
    confirmed = ReportWords(implications=told.implications.replace(f"{NOT_CHECKED} ", ""))
    assert not [m for m in sample(APRIL, words=confirmed).missing if m.startswith("Implications")]


def test_a_plan_of_another_inspection_never_speaks_of_police_information() -> None:
    custody = report({**LATE, "source": "Custody inspection"}, words=None, length=Length.full)

    assert section(custody, 4) == "[to be completed: the implications]"
    assert custody.title == "Custody inspection: progress on the action plan"
    text = "\n".join(custody.texts())
    assert not re.search("MoPI|2005|HMIC|Police Information", text)


def test_a_catalogue_without_words_offers_none_and_a_broken_file_is_refused(tmp_path: Path) -> None:
    catalogue = tmp_path / "custody.csv"
    assert read_inspection(catalogue) is None
    assert offered(None) == ReportWords()
    beside = tmp_path / "custody.json"
    beside.write_text('{"name": "Custody", "published": "2019-03-01"}')
    assert read_inspection(catalogue) == Inspection("Custody", date(2019, 3, 1))
    for broken in ("[", "[]", '{"name": 3}', '{"published": "soon", "name": "C"}', '{"x": ""}'):
        beside.write_text(broken)
        with pytest.raises(PlanError, match=r"custody\.json"):
            read_inspection(catalogue)


def test_the_words_survive_their_file() -> None:
    words = ReportWords(title="T", meeting_date=JANUARY, background="One\nTwo “quoted”", item="3")

    assert read_words(write_words(words)) == words
    assert read_words(b"{}") == ReportWords()
    assert read_words(b'{"author": "A"}', words).background == words.background


def test_the_next_report_begins_with_this_meeting_as_the_last() -> None:
    later = for_next_time(WORDS)

    assert (later.last_meeting, later.meeting_date) == (WORDS.meeting_date, WORDS.next_meeting)
    assert (later.next_meeting, later.item, later.last_told) == (None, "", "")
    assert later.contact == WORDS.contact


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
@given(
    new=ROWS, old=st.one_of(st.none(), ROWS), public=st.booleans(), asked=st.booleans(),
    length=st.sampled_from(Length),
)  # fmt: skip
def test_any_plan_has_its_report(new, old, public, asked, length) -> None:
    made = report_of(
        plan(*new),
        APRIL,
        old=plan(*old) if old is not None else None,
        previous=JANUARY,
        public=public,
        decide_extensions=asked,
        length=length,
    )

    assert [part.heading for part in made.sections] == TITLES
    assert words_before_appendix(made) <= 900
    text = re.sub(r"“.*?”", "…", section(made, 1) + "\n" + section(made, 3))
    for wrong in ("nan", "NaT", "<NA>", " 1 days", "  ", "()", "is said to be", "should"):
        assert wrong not in text, wrong
    assert not re.search(r"\b1 (?:actions|days|recommendations)\b|\b0 of|\b\d+ of 1 ", text), text
    every = (*(part.blocks for part in made.sections), *(a.blocks for a in made.appendices))
    for block in (block for blocks in every for block in blocks if isinstance(block, ReportTable)):
        width = len(block.headings)
        assert len(block.widths) == width
        assert all(len(row) in (1, width) and all(row) for row in block.rows)


def test_a_change_of_owner_since_the_last_report_is_told() -> None:
    made = report({**LATE, "owners": ("ICT",)}, old=plan(LATE))
    assert "Action 1 passed from Records to ICT." in numbered(made, "3.1")


def test_an_update_is_quoted_once() -> None:
    made = report({**LATE, "progress": "Awaiting the NHS tender"})
    assert "The plan says of action 1, “Awaiting the NHS tender”." in numbered(made, "3.3")
    assert numbered(made, "3.4").endswith("(action 1) speaks of waiting, as quoted above.")
