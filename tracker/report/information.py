"""Section 3, the rest: the two plans apart, the timescales, what slipped, waits and falls due."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tracker.narrative import timescales_met, waits
from tracker.narrative_forecast import chance_words, finding
from tracker.report.content import Block, Heading, Paragraph, Picture, to_complete
from tracker.report.position import (
    Position,
    due_soon,
    holds_of,
    lines,
    middle,
    nothing,
    overdue,
    unknown,
    verdict,
)
from tracker.report.progress import named_actions, originals, progress
from tracker.report.tables import actions_table, recommendations_table
from tracker.summaries import summarise
from tracker.words import (
    count,
    date_words,
    days_words,
    have,
    number,
    verb,
    were,
)

COMPLETION, SLIPPAGE = "completion", "slippage"
"""The charts of the report, by the place where they stand."""

MOST_SLIPPED = 10
"""Actions in the list of those that have slipped most."""

_SCOPES = (
    ("force", "The force-specific recommendations", "force-specific"),
    ("national", "The national action plan", "national"),
)
NOT_SAID = "Actions that are said to be neither national nor force-specific"


def information(position: Position) -> list[Block]:
    """The blocks of section 3; its headings are not numbered yet."""
    if position.live == 0:
        return [*progress(position.comparison), Paragraph(nothing(position))]
    return [
        *progress(position.comparison),
        *_apart(position),
        *_timescales(position),
        *_most_slipped(position),
        *_dependencies(position),
        *_without_later_date(position),
        *_due(position),
    ]


def _apart(position: Position) -> list[Block]:
    """The force-specific recommendations and the national plan apart, then what is neither."""
    measured, blocks = position.measured, list[Block]()
    scopes = measured["scope"]
    if scopes.isna().all():
        blocks += [
            Heading("The recommendations"),
            Paragraph(
                "The plan does not say which of its actions are force-specific and which national, "
                "so they are reported together."
            ),
            *_part(position, measured, "Position of each recommendation"),
        ]
    else:
        for scope, heading, name in _SCOPES:
            blocks.append(Heading(heading))
            part = measured[scopes.eq(scope).fillna(False)]
            if part.empty:
                blocks.append(Paragraph(f"No action of the plan is marked as {name}."))
            else:
                blocks += _part(position, part, f"Position of each {name} recommendation")
        part = measured[scopes.isna()]
        if len(part):
            blocks += [
                Heading(NOT_SAID),
                *_part(position, part, "Position of each of their recommendations"),
            ]
    return [*blocks, Picture(COMPLETION)]


def _part(position: Position, part: pd.DataFrame, title: str) -> list[Block]:
    """How a part of the plan stands: a paragraph, and a row for each recommendation."""
    summary = summarise(part, confirmed=position.tells_confirmed)
    figures: Any = summary.totals
    live = figures["actions"] - figures["withdrawn"]
    if not live:
        gone = figures["actions"]
        return [
            Paragraph(
                f"{verb(gone, 'Its one action has', f'All {number(gone)} actions have')} been "
                "withdrawn."
            )
        ]
    sentences = [
        holds_of(figures["completed"], "action", live, ("is", "are"), "complete") + ".",
        overdue(part),
        middle(part),
        _recommendations_complete(summary.recommendations),
    ]
    return [
        Paragraph(" ".join(filter(None, sentences))),
        *recommendations_table(summary.recommendations, title),
    ]


def _recommendations_complete(recommendations: pd.DataFrame) -> str:
    live = _named(recommendations)
    if live.empty:
        return ""
    done = int(live["is_complete"].sum())
    return holds_of(done, "recommendation", len(live), ("is", "are"), "complete") + "."


def _named(recommendations: pd.DataFrame) -> pd.DataFrame:
    """The recommendations that have a name and an action that is not withdrawn."""
    live = recommendations["actions"].gt(recommendations["withdrawn"])
    return recommendations[live & recommendations["recommendation"].notna()]


def _timescales(position: Position) -> list[Block]:
    """Whether the timescales were met and by how much, and which of them were changed."""
    totals: Any = position.summary.totals
    due = totals["due"]
    sentences = [verdict(position, "The timescales")]
    if due:
        sentences.append(_kept(position, round(totals["hit_task_rate"] * due), due))
    recommendations = _named(position.summary.recommendations)
    if len(recommendations) and recommendations["original_due"].notna().any():
        sentences.append(timescales_met(recommendations, position.as_at))
    sentences.append(middle(position.measured))
    revised = totals["rebaselined"]
    given = "been given a revised timescale"
    sentences.append(holds_of(revised, "action", position.live, ("has", "have"), given) + ".")
    sentences += unknown(position)
    view = [Paragraph(text) for text in lines(position.words.national_view)]
    return [
        Heading("The original timescales"),
        Paragraph(" ".join(sentences)),
        *originals(position.comparison, position.changed_originals),
        *view,
    ]


def _kept(position: Position, met: int, due: int) -> str:
    """How many of the actions that were due are known to have kept to their timescale."""
    measured = position.measured
    done = measured["is_due"] & measured["is_complete"]
    undated = int((done & measured["completed_on"].isna()).sum())
    many = number(met) if met else "none"
    kept = f"{were(met or 1)} completed"
    if undated:
        kept = f"{verb(met or 1, 'is', 'are')} known to have been completed"
    unknown = f" ({number(undated)} {were(undated)} completed on a day not given)"
    return (
        f"Of the {count('action', due)} due by {date_words(position.as_at)}, {many} {kept} on or "
        f"before {verb(met or 1, 'its', 'their')} original timescale{unknown if undated else ''}."
    )


def _most_slipped(position: Position) -> list[Block]:
    slipped = position.measured[position.measured["slippage_days"].gt(0).fillna(False)]
    heading = Heading("What has slipped most")
    if slipped.empty:
        return [heading, Paragraph("No action is known to have slipped.")]
    ordered = slipped.sort_values("slippage_days", ascending=False, kind="stable")
    known = int(position.measured["slippage_days"].notna().sum())
    worst = ordered["slippage_days"].iloc[0]
    rows = ordered[ordered["slippage_days"].eq(worst)]
    least = "at least " if rows["slippage_is_minimum"].any() else ""
    of_known = holds_of(
        len(slipped),
        "action",
        known,
        ("has", "have"),
        "slipped past the original timescale",
        " whose slippage is known",
    )
    each = " each" if len(rows) > 1 else ""
    most = f"slipped most, by {least}{days_words(worst)}{each}"
    said = f"{of_known}. {named_actions(rows)} {have(len(rows))} {most}."
    shown = ordered.head(MOST_SLIPPED)
    title = (
        "The actions that have slipped"
        if len(shown) == len(ordered)
        else f"The {MOST_SLIPPED} actions that have slipped most"
    )
    table = actions_table(
        shown,
        (
            "Ref",
            "Action",
            "Owner",
            "Status",
            "Original timescale",
            "Finished or expected",
            "Slippage",
        ),
        title,
        "A row for each action, the one that has slipped most first, with its owner, status, "
        "original timescale, when it finished or is expected to, and its slippage.",
    )
    return [heading, Paragraph(said), Picture(SLIPPAGE), *table]


def _dependencies(position: Position) -> list[Block]:
    """What open actions wait for: the national review first, each with its actions."""
    review, other = waits(position.measured)
    rows = pd.concat([position.measured[review], position.measured[other]])
    if rows.empty:
        none = "No open action is said in the plan to wait for anything outside it."
        return [Heading("Dependencies"), Paragraph(none)]
    many, others = int(review.sum()), position.measured[other]
    heading = Heading("Dependency on the national review" if many else "Dependencies")
    sentences = []
    if many:
        waiting_for = f"{count('open action', many)} {verb(many, 'waits', 'wait')}"
        sentences.append(f"In the plan {waiting_for} for the national review.")
    if len(others):
        waits_too = verb(len(others), "waits", "wait")
        what = "something else" if many else "something outside the plan"
        sentences.append(f"{named_actions(others)} {waits_too} for {what}.")
    table = actions_table(
        rows,
        (
            "Waiting for",
            "Ref",
            "Action",
            "Owner",
            "Original timescale",
            "Revised timescale",
            "Slippage",
        ),
        "Open actions and what they wait for",
        "A row for each open action that waits for something outside it, those that wait for the "
        "national review first, with its owner, timescales and slippage.",
    )
    return [heading, Paragraph(" ".join(sentences)), *table]


def _without_later_date(position: Position) -> list[Block]:
    """The overdue actions without a later agreed date still to come."""
    measured = position.measured
    late = int(measured["is_overdue"].sum())
    rows = measured[measured["is_overdue"] & measured["is_overdue_revised"]]
    if not late:
        return []
    heading = Heading("Overdue with no later date still to come")
    if rows.empty:
        said = verb(
            late,
            "The one overdue action has a later agreed date that is still to come.",
            f"Each of the {number(late)} overdue actions has a later agreed date that is still to "
            "come.",
        )
        return [heading, Paragraph(said)]
    whose = (
        "The one overdue action"
        if late == 1
        else f"{number(len(rows))} of the " + (f"{number(late)} overdue actions")
    )
    said = f"{whose} {have(len(rows))} no later agreed date, or one that has passed too."
    table = actions_table(
        rows.sort_values("days_overdue", ascending=False, kind="stable"),
        ("Ref", "Action", "Owner", "Original timescale", "Revised timescale", "Overdue by"),
        "Overdue actions without a later date, the longest overdue first",
        "A row for each overdue action without a later agreed date still to come, the longest "
        "overdue first, with its owner, its timescales and by how many days it is overdue.",
    )
    return [heading, Paragraph(said), *table]


def _due(position: Position) -> list[Block]:
    rows, when = due_soon(position)
    blocks: list[Block] = [Heading("Due before the next meeting")]
    if position.words.next_meeting is None:
        blocks.append(Paragraph(to_complete("the date of the next meeting")))
    expected = [] if position.forecast.plan.reason else [Paragraph(finding(position.forecast))]
    if rows.empty:
        return [*blocks, Paragraph(f"No open action falls due {when}."), *expected]
    said = (
        f"The agreed {verb(len(rows), 'date', 'dates')} of {count('open action', len(rows))} "
        f"{verb(len(rows), 'comes', 'come')} {when}."
    )
    chances = [chance_words(position.forecast, label) for label in rows.index]
    table = actions_table(
        rows.assign(chance=chances),
        ("Agreed date", "Ref", "Action", "Owner", "Status", "Original timescale", "May move"),
        "Open actions by the date now agreed, the soonest first",
        "A row for each open action that falls due, the soonest first, with the date now agreed, "
        "its owner, status and original timescale, and the chance that the next report moves the "
        "agreed date later.",
    )
    return [*blocks, Paragraph(said), *expected, *table]
