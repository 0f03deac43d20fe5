"""What changed between two plans, in plain English: the sentences that stand above the lists.

Plain text, with names as typed in the plan: whoever shows it escapes it for where it is shown.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any, TypeAlias

import pandas as pd

from tracker.statements.on_plan import MOST_NAMED
from tracker.summaries import overdue_known, told_apart_by_inspection
from tracker.timeline import KIND_LABELS, Comparison, Effect, is_of_kind
from tracker.words import (
    NOT_KNOWN,
    action_words,
    count,
    date_words,
    days_words,
    folded,
    holds_of,
    listed,
    number,
    sentence_case,
    shortened,
    verb,
)

_Column: TypeAlias = "pd.Series[Any]"


def changes_finding(comparison: Comparison, *, originals: bool = True) -> str:
    """What changed, counted: "Since 12 January 2016: 4 completed, 6 slipped by a median of …".

    An action to which two kinds apply counts in both. ``originals`` is whether changed original
    timescales are counted too: not where ``originals_finding`` stands beside it.

    >>> changes_finding(compare(old, new, as_at=april, previous_as_at=january))
    """
    if comparison.changes.empty:
        return "No actions to compare: the plans have none, or the filters leave none."
    counts = comparison.counts
    parts = [
        _counted(counts["completed"], "completed"),
        _moved(comparison, "slipped", "slipped"),
        _moved(comparison, "pulled_in", "brought forward"),
        _counted(counts["reopened"], "reopened"),
        _counted(counts["withdrawn"], "withdrawn"),
        _counted(counts["added"], "added"),
        _counted(counts["removed"], "removed"),
        _changed("original date", counts["original_changed"] if originals else 0),
    ]
    progressed = "" if any(parts) else _counted(counts["progressed"], "progressed")
    parts += [_changed("owner", counts["reassigned"]), _counted(counts["renumbered"], "renumbered")]
    parts.append(progressed and f"{progressed}{'' if any(parts) else ', nothing else changed'}")
    said = [part for part in parts if part]
    return f"{_since(comparison)}: {', '.join(said) or 'nothing changed'}."


def changes_told_apart(comparison: Comparison) -> pd.DataFrame:
    """The changes, a reference that several inspections have with its own: "2.1 (Custody)"."""
    changes = comparison.changes
    return changes.assign(reference=told_apart_by_inspection(changes, "reference"))


def originals_finding(comparison: Comparison) -> str:
    """Which original timescales were changed, from what to what; "" where none was."""
    changes = changes_told_apart(comparison)
    rows = changes[changes["kind"] == "original_changed"]  # first of the kinds
    return _dates_changed("original timescale", rows, "original")


def completions_finding(comparison: Comparison) -> str:
    """Which days of completion were changed, from what to what; "" where none was."""
    rows = changes_told_apart(comparison)[comparison.changes["is_redated"]]
    return _dates_changed("completion date", rows, "completed")


def owners_changed_finding(comparison: Comparison) -> str:
    """Whose actions are now whose; "" where no owner was changed."""
    rows = changes_told_apart(comparison)[is_of_kind(comparison.changes, "reassigned")]
    if len(rows) > MOST_NAMED:
        return f"The owners of {count('action', len(rows))} were changed."
    was = comparison.before["owners"].iloc[rows["old"].astype(int)]
    now = comparison.after["owners"].iloc[rows["new"].astype(int)]
    return " ".join(
        f"{sentence_case(action_words(reference, action))} passed from {_owners(then)} to "
        f"{_owners(since)}."
        for reference, action, then, since in zip(
            rows["reference"], rows["action"], was, now, strict=True
        )
    )


def statuses_finding(comparison: Comparison) -> str:
    """Which statuses are other words, though they mean the same group; "" where none is."""
    changes = changes_told_apart(comparison)
    rows = changes[changes["is_reworded"] & changes["kind"].eq("progressed")]
    if len(rows) > MOST_NAMED:
        return f"The status of {count('open action', len(rows))} is given in other words."
    return " ".join(
        f"The status of {action_words(row['reference'], row['action'])} was "
        f"“{shortened(row['status_before'])}” and is “{shortened(row['status_after'])}”."
        for row in rows.to_dict("records")
    )


def what_changed(comparison: Comparison, rows: pd.DataFrame) -> list[str]:
    """All that changed of the actions of these rows of changes, and of an owner whose it was.

    >>> what_changed(comparison, comparison.changes)[0]
    'Slipped; Owner changed (was: Head of ICT)'
    """
    owners = comparison.before["owners"]

    def told(kind: str, change: Any) -> str:
        label = KIND_LABELS[kind]
        if kind == "reassigned":
            return f"{label} (was: {'; '.join(owners.iloc[int(change.old)]) or 'none named'})"
        then, now = change.status_before, change.status_after
        if kind == "progressed" and then and now and folded(then) != folded(now):
            return f"{label} (“{shortened(then)}”, now “{shortened(now)}”)"
        return label

    changes: Any = rows.itertuples()
    return [
        "; ".join(told(kind, change) for kind in change.kinds if kind != "unchanged")
        for change in changes
    ]


def what_changed_of(comparison: Comparison, label: Hashable) -> str:
    """What changed of one action, by its label in the later plan; "" where nothing did."""
    place = list(comparison.after.index).index(label)
    rows = comparison.changes[comparison.changes["new"].eq(place)]
    said = "; ".join(filter(None, what_changed(comparison, rows)))
    return f"{_since(comparison)}: {said}." if said else ""


def balance_finding(comparison: Comparison) -> str:
    """How the open actions of the earlier plan became those of the later one; "" of none."""
    if comparison.changes.empty:
        return ""
    balance = comparison.balance
    names = ("added", "reopened", "completed", "withdrawn", "removed")
    moves = [f"{number(balance[name])} {name}" for name in names if balance[name]]
    between = f", {listed(moves)}" if moves else ""
    opening, closing = balance["opening"], balance["closing"]
    return (
        f"{count('action', opening)} open as at {date_words(comparison.previous_as_at)}"
        f"{between}: {number(closing)} open as at {date_words(comparison.as_at)}."
    )


_BALANCE_LINES = {
    "opening": "Open as at {earlier}",
    "added": "and added since",
    "reopened": "and reopened",
    "completed": "less completed",
    "withdrawn": "less withdrawn",
    "removed": "less no longer in the plan",
    "closing": "Open as at {later}",
}
_LESS = ("completed", "withdrawn", "removed")


def balance_lines(comparison: Comparison) -> list[tuple[str, int]]:
    """The balance, line by line: words and actions, negative where they are taken off.

    The lines before the last add up to it.
    """
    dates = {
        "earlier": date_words(comparison.previous_as_at),
        "later": date_words(comparison.as_at),
    }
    return [
        (words.format(**dates), comparison.balance[name] * (-1 if name in _LESS else 1))
        for name, words in _BALANCE_LINES.items()
    ]


def missing_finding(comparison: Comparison) -> str:
    """What of the earlier plan is not in the later one, and what that does not prove."""
    changes = changes_told_apart(comparison)
    removed = changes[changes["kind"] == "removed"]
    was_open = removed["state_before"].eq("open")
    gone, finished = removed[was_open], int((~was_open).sum())
    sentences = []
    if len(gone):
        one = len(gone) == 1
        sentences.append(
            f"{count('open action', len(gone))} of the earlier plan {'is' if one else 'are'} not "
            f"in this one{_names(gone)}: that does not show that {'it was' if one else 'they were'}"
            " done. Ask what became of "
            f"{'it' if one else 'them'}."
        )
    if finished:
        sentences.append(
            f"{count('action', finished)} that {'was' if finished == 1 else 'were'} complete or "
            f"withdrawn already {'is' if finished == 1 else 'are'} no longer listed"
            f"{_names(removed[~was_open])}."
        )
    return " ".join(sentences)


def cei_finding(comparison: Comparison) -> str:
    """How many of the actions that were to finish between the two dates did; "" where none was."""
    due, done = comparison.due_between, comparison.completed_of_due
    if not due:
        return ""
    days = f"{date_words(comparison.previous_as_at)} and by {date_words(comparison.as_at)}"
    which = f" to which the earlier plan gave a date after {days}"
    return f"{holds_of(done, 'open action', due, ('was', 'were'), 'completed by then', which)}."


def doubtful_finding(comparison: Comparison) -> str:
    """How many matches a person should look at; "" where there is none."""
    doubtful = len(comparison.doubtful)
    if not doubtful:
        return ""
    return (
        f"{count('pair', doubtful)} of actions may be one action; until somebody says so, each is "
        "taken for two: nothing is carried from the earlier to the later one."
    )


def _since(comparison: Comparison) -> str:
    earlier, later = date_words(comparison.previous_as_at), date_words(comparison.as_at)
    if comparison.previous_as_at < comparison.as_at:
        return f"Since {earlier}"
    if comparison.previous_as_at == comparison.as_at:
        return f"Between two plans as at {later}"
    return f"Between the plans as at {earlier} and {later}"


def _moved(comparison: Comparison, kind: str, word: str) -> str:
    """ "6 slipped by a median of 61 days"; a move to no date is counted, its days are unknown."""
    changes = comparison.changes
    days: _Column = changes.loc[is_of_kind(changes, kind), "days_moved"]
    known = days.dropna().abs()
    undated = len(days) - len(known)
    if not len(days):
        return ""
    if not len(known):
        return f"{number(undated)} {word} to no date"
    by = "by" if len(known) == 1 else "by a median of"
    no_date = f" ({number(undated)} of them to no date)" if undated else ""
    return f"{number(len(days))} {word} {by} {days_words(float(known.median()))}{no_date}"


def _counted(value: int, word: str) -> str:
    return f"{number(value)} {word}" if value else ""


def _changed(noun: str, value: int) -> str:
    return f"{count(noun, value)} changed" if value else ""


def _dates_changed(what: str, rows: pd.DataFrame, of: str) -> str:
    """Which of these dates were changed, from what to what; of many only how many."""
    if len(rows) > MOST_NAMED:
        return f"The {what} of {count('action', len(rows))} was changed."
    return " ".join(
        f"The {what} of {action_words(row['reference'], row['action'])} was changed "
        f"from {_timescale(row[f'{of}_before'], row.get(f'{of}_text_before'))} "
        f"to {_timescale(row[f'{of}_after'], row.get(f'{of}_text_after'))}."
        for row in rows.to_dict("records")
    )


def _owners(names: tuple[str, ...]) -> str:
    return listed([shortened(name) for name in names]) if names else "nobody"


def _timescale(day: Any, typed: str | None) -> str:
    if not pd.isna(day):
        return date_words(day)
    return f"“{typed}”" if typed else "none"


def _names(rows: pd.DataFrame) -> str:
    """The actions' names in brackets, where they are few."""
    if len(rows) > MOST_NAMED:
        return ""
    names = zip(rows["reference"], rows["action"], strict=True)
    return f" ({listed([action_words(*name) for name in names])})"


def effect_words(effect: Effect) -> str:
    """What a correction does: "as at 30 April 2016: complete 4 → 5; overdue 3 → 2; …"."""
    figures = "; ".join(f"{name} {was} → {now}" for name, was, now in effect_figures(effect))
    moved = len(effect.originals)
    originals = f"{count('original timescale', moved)} {verb(moved, 'changes', 'change')}"
    return (
        f"as at {date_words(effect.as_at)}: {figures}; "
        f"{originals if moved else 'no original timescale changes'}."
        + "".join(f" {sentence}" for sentence in positions_words(effect))
    )


def effect_figures(effect: Effect) -> Iterator[tuple[str, str, str]]:
    """Each figure of a correction's effect with what it was and what it will be.

    The withdrawn only where their number changes.
    """
    both = (effect.before, effect.after)
    for name, label in (("completed", "complete"), ("withdrawn", "withdrawn")):
        was, now = (number(each[name]) for each in both)  # type: ignore[arg-type]
        if name == "completed" or was != now:
            yield label, was, now
    late = [overdue_known(each) for each in both]
    was, now = (NOT_KNOWN if each is None else number(each) for each in late)
    yield "overdue", was, now
    was, now = (_days(each["median_slippage_days"]) for each in both)
    yield "median slippage", was, now


def positions_words(effect: Effect) -> Iterator[str]:
    """What a correction makes of the positions that is perhaps not meant, a sentence each."""
    for day in effect.same_day:
        yield (
            f"Another position is as at {date_words(day)}: if one corrects the other, supersede it."
        )
    if released := effect.released:
        yield (
            f"{count('action', released)} that may not be published now may be then: where "
            f"{verb(released, 'it was', 'they were')} marked as restricted no longer counts."
        )
    if effect.in_common == 0:
        yield "No action stands in both plans: they may not be one."


def _days(value: Any) -> str:
    return NOT_KNOWN if value is None else days_words(value)


def nothing_yet(kind: str, *, recorded: bool) -> str:
    """What would fill the place of what changed, of the sample, a recorded plan or an upload.

    ``recorded``: what is shown is a recorded position, also where its file was uploaded again.
    """
    if kind == "upload" and not recorded:
        return (
            "There is no earlier position to compare with yet. Press *Record*, and at the next "
            "meeting this page says what changed since; or give an earlier version of your plan "
            "under *Dates*."
        )
    first = "version of the sample" if kind == "sample" else "position recorded of the plan"
    return f"This is the first {first}. Choose a later one under *Dates* to see what changed."
