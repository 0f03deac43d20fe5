"""Section 3: progress, how the recommendations stand, the timescales, and who must act first."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tracker.report.appendix import PARTS
from tracker.report.content import Block, Paragraph, Picture
from tracker.report.inputs import (
    Given,
    lines,
    nothing,
    unknown,
)
from tracker.report.section_progress import originals, progress
from tracker.report.tables import recommendations_table
from tracker.statements.on_action import named_actions, which
from tracker.statements.on_overdue import later_words, overdue_words
from tracker.statements.on_plan import (
    median_words,
    revised_words,
    timescales_met,
    waits,
)
from tracker.summaries import summarise
from tracker.vocabulary import NO_SOURCE, SCOPE_LABELS
from tracker.words import (
    action_words,
    date_words,
    days_words,
    every,
    have,
    holds_of,
    listed,
    number,
    sentence_case,
    shortened,
    spoken,
    spoken_count,
    uncapitalised,
    verb,
    were,
)

COMPLETION = "completion"
"""The report's chart, by the place where it stands."""

MOST_REASONS, LONGEST_REASON = 1, 110
"""Reasons told of what has slipped most, and characters of one."""

MOST_INSPECTIONS = 4
"""Inspections of a plan without scopes that are told one by one."""

WAITING = r"\b(?:await(?:s|ed|ing)?|waiting (?:for|on)|depend(?:s|ent|ing)? (?:up)?on)\b"
"""What an update says of an action that somebody else must act on first."""

MOST_DEPENDENCIES, LONGEST_DEPENDENCY = 4, 80
"""What open actions wait for, the one that most wait for first; of more it gives the number."""


def information(given: Given, *, in_figures: bool) -> list[Block]:
    """The blocks of section 3; its paragraphs are not numbered yet.

    ``in_figures`` is whether it has its table and chart: with another table before it, the report
    would take more than two pages.
    """
    if given.live == 0:
        return [Paragraph(progress(given)), Paragraph(nothing(given))]
    view = [Paragraph(text) for text in lines(given.words.national_view)]
    timescales = _timescales(given, with_table=in_figures)
    quoted = " ".join(block.text for block in timescales if isinstance(block, Paragraph))
    return [
        Paragraph(progress(given)),
        Paragraph(_apart(given)),
        *([Picture(COMPLETION)] if in_figures else []),
        *timescales,
        Paragraph(_dependencies(given.measured, quoted)),
        *view,
    ]


def _apart(given: Given) -> str:
    """The force-specific recommendations and the national plan apart, then what is neither.

    Where the plan tells no such parts, its inspections apart.
    """
    measured = given.measured
    scopes = measured["scope"]
    if scopes.isna().all():
        return _without_scopes(given)
    said = []
    for scope, heading in PARTS.items():
        part = measured[scopes.eq(scope).fillna(False)]
        if part.empty:
            name = uncapitalised(SCOPE_LABELS[scope])
            said.append(f"{heading}: no action of the plan is marked as {name}.")
        else:
            said.append(f"{heading}: {_part(given, part)}")
    rest = measured[scopes.isna()]
    if len(rest):
        said.append(f"Neither national nor force-specific by the plan: {_part(given, rest)}")
    return "\n".join(said)


def _without_scopes(given: Given) -> str:
    """What stands of a plan without scopes beyond its summary: each inspection, if few, else its
    recommendations."""
    measured = given.measured
    together = (
        "The plan does not say which of its actions are force-specific and which national, so they "
        "are reported together."
    )
    inspections = measured["source"].dropna().unique()
    if not 1 < len(inspections) <= MOST_INSPECTIONS:
        return f"{together} {_recommendations_complete(given.summary.recommendations)}".strip()
    said = [
        f"{shortened(str(name))}: {_part(given, measured[measured['source'].eq(name)])}"
        for name in inspections
    ]
    rest = measured[measured["source"].isna()]
    if len(rest):
        said.append(f"{NO_SOURCE}: {_part(given, rest)}")
    return "\n".join([together, *said])


def _part(given: Given, part: pd.DataFrame) -> str:
    """How a part of the plan stands: of the whole plan, what its summary has not said."""
    summary = given.summary
    if len(part) == len(given.measured):
        said = _recommendations_complete(summary.recommendations) or "Every action of the plan."
        return uncapitalised(said)
    summary = summarise(part, confirmed=given.tells_confirmed)
    figures: Any = summary.totals
    live = figures["actions"] - figures["withdrawn"]
    if not live:
        gone = figures["actions"]
        said = verb(gone, "its one action has", f"{every('action', gone)} have")
        return f"{uncapitalised(said)} been withdrawn."
    done = holds_of(figures["completed"], "action", live, ("is", "are"), "complete")
    whole = _recommendations_complete(summary.recommendations)
    return " ".join(
        filter(None, [f"{uncapitalised(done)}.", whole, overdue_words(part, longest=False)])
    )


def _recommendations_complete(recommendations: pd.DataFrame) -> str:
    live = named(recommendations)
    if live.empty:
        return ""
    done = int(live["is_complete"].sum())
    return holds_of(done, "recommendation", len(live), ("is", "are"), "complete") + "."


def named(recommendations: pd.DataFrame) -> pd.DataFrame:
    """The recommendations that have a name and an action that is not withdrawn."""
    live = recommendations["actions"].gt(recommendations["withdrawn"])
    return recommendations[live & recommendations["recommendation"].notna()]


def _timescales(given: Given, *, with_table: bool) -> list[Block]:
    """Whether the timescales were met, what slipped and why, and which of them were changed."""
    totals: Any = given.summary.totals
    due = totals["due"]
    sentences = []
    if due:
        sentences.append(_kept(given, round(totals["hit_task_rate"] * due), due))
    recommendations = named(given.summary.recommendations)
    if recommendations["is_complete"].any() and recommendations["original_due"].notna().any():
        sentences.append(timescales_met(recommendations, given.as_at))
    sentences += [median_words(given.measured), *_most_slipped(given.measured, told=with_table)]
    sentences += [revised_words(totals, given.measured), later_words(given.measured)]
    sentences += [originals(given), *unknown(given)]
    table = recommendations_table(recommendations) if with_table else []
    return [Paragraph(" ".join(filter(None, sentences))), *table]


def _kept(given: Given, met: int, due: int) -> str:
    """How many of the actions that were due are known to have kept to their timescale."""
    measured = given.measured
    done = measured["is_due"] & measured["is_complete"]
    undated = int((done & measured["completed_on"].isna()).sum())
    day = date_words(given.as_at)
    if due == 1:
        if undated:
            return f"The one action due by {day} was completed on a day not given."
        kept = "was" if met else "was not"
        return f"The one action due by {day} {kept} completed by its original timescale."
    known = f"{were(met or 1)} completed"
    if undated:
        known = f"{verb(met or 1, 'is', 'are')} known to have been completed"
    unknown_days = f" ({spoken(undated)} {were(undated)} completed on a day not given)"
    return (
        f"Of the {number(due)} actions due by {day}, {spoken(met)} {known} by "
        f"{verb(met or 1, 'its', 'their')} original timescale{unknown_days if undated else ''}."
    )


def _most_slipped(measured: pd.DataFrame, *, told: bool) -> list[str]:
    """What has slipped most, with the plan's own words where they are to be ``told``."""
    slipped = measured[measured["slippage_days"].gt(0).fillna(False)]
    if slipped.empty:
        return []
    worst = slipped["slippage_days"].max()
    rows = slipped[slipped["slippage_days"].eq(worst)]
    least = "at least " if rows["slippage_is_minimum"].any() else ""
    each = " each" if len(rows) > 1 else ""
    who = named_actions(rows)
    most = "slipped most," if measured["slippage_days"].notna().sum() > 1 else "slipped"
    return [
        f"{who} {have(len(rows))} {most} by {least}{days_words(worst)}{each}.",
        *(_reasons(rows) if told else ()),
    ]


def _reasons(rows: pd.DataFrame) -> list[str]:
    """What the plan says of these actions: the update, else what they wait for."""
    told = rows["progress"].where(_in_words(rows["progress"]), rows["dependency"])
    told = told[_in_words(told)]
    which_said = rows.loc[told.index[:MOST_REASONS]]
    names = map(action_words, which_said["reference"], which_said["action"])
    said = [
        f"of {name}, “{shortened(text, LONGEST_REASON).rstrip('.')}”"
        for name, text in zip(names, told, strict=False)
    ]
    return [f"The plan says {listed(said)}."] if said else []


def _in_words(texts: pd.Series[Any]) -> pd.Series[Any]:
    """Which texts have a word in them: a number alone is another action's."""
    return texts.fillna("").astype("object").str.contains(r"[^\W\d_]{2}").astype(bool)


def _waiting_in_updates(measured: pd.DataFrame, quoted: str) -> str:
    """What the updates say of waiting, where nothing else in the plan does.

    An update that is ``quoted`` already is not quoted again.
    """
    if not measured["is_open"].any():
        return "No action is open."
    told = measured["progress"].fillna("").astype("object")
    rows = measured[measured["is_open"] & told.str.contains(WAITING, case=False).astype(bool)]
    if rows.empty:
        return "The plan does not say that an open action waits for anybody else."
    many = len(rows)
    updates = verb(many, "the update", "the updates")
    first = shortened(rows["progress"].iloc[0], LONGEST_DEPENDENCY)
    says = f": {verb(many, 'it', 'the first')} says “{first}”"
    if first.rstrip(".…") in quoted:
        says = ", as quoted above" if many == 1 else ""
    return (
        f"The plan does not record what its open actions wait for, but {updates} of "
        f"{spoken_count('open action', many)}{which(rows)} {verb(many, 'speaks', 'speak')} of "
        f"waiting{says.rstrip('.')}."
    )


def _dependencies(measured: pd.DataFrame, quoted: str) -> str:
    """What open actions wait for, in the plan's own words, with their numbers."""
    review, other = waits(measured)
    rows = measured[(review | other) & _in_words(measured["dependency"])]
    if rows.empty:
        return _waiting_in_updates(measured, quoted)
    names = rows["dependency"].map(lambda text: " ".join(text.split()))
    many = names.value_counts(sort=False).sort_values(ascending=False, kind="stable")
    parts = []
    for name in many.index[:MOST_DEPENDENCIES]:
        part = rows[names.eq(name)]
        waiting = f"{spoken(len(part))}{which(part)} {verb(len(part), 'waits', 'wait')}"
        parts.append(f"{waiting} for “{shortened(name, LONGEST_DEPENDENCY)}”")
    rest = int(many.iloc[MOST_DEPENDENCIES:].sum())
    if rest:
        parts.append(f"{spoken(rest)} {verb(rest, 'waits', 'wait')} for something else")
    who = sentence_case(spoken_count("open action", len(rows)))
    if len(many) == 1 and len(rows) > 1:
        waiting = f"{who}{which(rows)} wait"
        return f"{waiting} for “{shortened(many.index[0], LONGEST_DEPENDENCY)}”."
    if len(rows) == 1:
        name = shortened(many.index[0], LONGEST_DEPENDENCY)
        return f"{who}{which(rows)} waits for “{name}”."
    return f"{who} depend on somebody else: {listed(parts)}."
