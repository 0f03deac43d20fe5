"""What a page lists: rows in the order in which people ask for them, named in words.

Each takes measured actions, a summary or a comparison and returns a frame; ``vocabulary.heading``
says what its columns are called.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from tracker.forecasting import Forecast
from tracker.forecasting.before import Before
from tracker.forecasting.outlook import outlooks
from tracker.measures import with_known_finish
from tracker.statements import on_accuracy
from tracker.statements import on_forecast as statements
from tracker.statements.on_changes import what_changed
from tracker.summaries import (
    By,
    Summary,
    due_within,
    most_overdue_first,
    recommendation_labels,
    with_overdue_known,
)
from tracker.timeline import (
    DEADLINE_DAYS,
    KIND_LABELS,
    Comparison,
    Recorded,
    Trend,
    is_of_kind,
    moves_by,
)
from tracker.vocabulary import NO_OWNER, NO_RECOMMENDATION
from tracker.words import (
    action_words,
    count,
    date_words,
    number,
    rate_words,
    sentence_case,
    shortened,
)

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

_Column: TypeAlias = "pd.Series[Any]"
_Flags: TypeAlias = "pd.Series[bool]"

NAME_LENGTH = 80  # characters of an action's wording in a list of choices
ALL, OVERDUE, DUE, LIVE = "All changes", "Overdue, no date to come", "Due next", "Live"
MOVED_AT_DEADLINE = "Moved at the deadline"

_LAST = {"complete": 2, "withdrawn": 3}
_FACTS = [
    "owners",
    "state",
    "original_due",
    "completed_on",
    "slippage_days",
    "days_overdue",
    "dependency",
    "percent_complete",
    "restricted",
]


def recommendations(summary: Summary) -> pd.DataFrame:
    """A row for each recommendation, in the plan's order, the nameless group named."""
    rows = with_known_finish(summary.recommendations, "finish_is_minimum")
    rows = rows.assign(recommendation=recommendation_labels(rows))
    return _counted(rows, "recommendation", NO_RECOMMENDATION)


def owners(summary: Summary, shown: pd.DataFrame, as_at: date) -> pd.DataFrame:
    """A row for each owner, most overdue first, with what falls due in 30, 60 and 90 days."""
    due = due_within(shown, as_at, "owner").drop(columns="owner")
    rows = _counted(summary.owners, "owner", NO_OWNER).join(due)
    return most_overdue_first(rows)


def _counted(rows: pd.DataFrame, column: str, unnamed: str) -> pd.DataFrame:
    """With the name of the nameless, and how many are complete of how many: "3 of 8, 38%"."""
    live = rows["actions"] - rows["withdrawn"]
    complete = list(map(rate_words, rows["completed"], live))
    named = rows[column].fillna(unnamed)
    said = {column: named, "completed": pd.Series(complete, rows.index, "object")}
    return with_overdue_known(rows).assign(**said)


def slips_since(since: Comparison) -> pd.DataFrame:
    """The actions whose agreed date is later than it was, most days first.

    Beside their columns ``slipped_from``, ``slipped_to``, ``slipped_days`` and ``at_least``.
    """
    rows = since.lists.extended.assign(at_least=False)
    named = {"agreed_before": "slipped_from", "days_moved": "slipped_days"}
    moved = rows.assign(slipped_to=rows["agreed_due"]).rename(columns=named)
    return most_slipped_first(moved, "slipped_days")


def slips(shown: pd.DataFrame) -> pd.DataFrame:
    """The actions later than their original timescale, as ``slips_since`` has them.

    ``slipped_to`` is unknown where only a floor of the finish is known.
    """
    rows = shown[shown["slippage_days"].gt(0).fillna(False).astype(bool)]
    rows = with_known_finish(rows)
    slip = {"slipped_from": rows["original_due"], "slipped_days": rows["slippage_days"]}
    to, at_least = rows["expected_finish"], rows["slippage_is_minimum"]
    return most_slipped_first(rows.assign(**slip, slipped_to=to, at_least=at_least), "slipped_days")


def most_slipped_first(shown: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Every action, most slipped first and those with unknown slippage last.

    An expected finish of which only a floor is known is unknown.
    """
    return with_known_finish(shown).sort_values(measure, ascending=False, kind="stable")


def most_urgent_first(measured: pd.DataFrame) -> pd.DataFrame:
    """The overdue, longest first; then the open by agreed date, the complete, the withdrawn."""
    group = measured["state"].astype("object").map(_LAST).fillna(1)
    return (
        measured.assign(
            _group=group.mask(measured["is_overdue"], 0),
            _late=-measured["days_overdue"].astype("float64"),
        )
        .sort_values(["_group", "_late", "agreed_due"], kind="stable")
        .drop(columns=["_group", "_late"])
    )


def changes(comparison: Comparison, plan: Plan) -> pd.DataFrame:
    """Every action of the two positions with what became of it, those that moved most days first.

    ``reason`` is what the plan gives as one, else its progress; ``attrs["reason"]`` says which.
    ``label`` is the action's in the later plan, unknown where it is not in it.
    """
    rows = comparison.changes
    there = rows["new"].notna()
    reasons, heading = _reasons(comparison, plan)
    now = comparison.after.assign(reason=reasons).iloc[rows["new"][there].astype(int)]
    gone = comparison.before.assign(reason=comparison.before["progress"])
    gone = gone.iloc[rows["old"][~there].astype(int)]
    facts = pd.concat(
        [
            now[[*_FACTS, "reason"]].set_axis(rows.index[there]),
            gone[[*_FACTS, "reason"]].set_axis(rows.index[~there]),
        ]
    ).reindex(rows.index)
    moved = rows["moved_at_deadline"].map({True: MOVED_AT_DEADLINE, False: ""})
    told = rows.join(facts).assign(
        label=_labels(comparison),
        what=pd.Series(what_changed(comparison, rows), rows.index, "object"),
        moved=moved,
        days_moved=rows["days_moved"].mask(rows["days_moved"].eq(0)),
    )
    days = told["days_moved"].fillna(told["original_days_moved"]).astype("float64").fillna(0)
    told = told.iloc[(-days).argsort(kind="stable")]
    told.attrs["reason"] = heading
    return told


def _reasons(comparison: Comparison, plan: Plan) -> tuple[_Column, str]:
    """What the plan's own column of reasons says of each action; without one, its progress."""
    own = plan.original
    named = [name for name in own.columns if "reason" in str(name).casefold()]
    if not named:
        return comparison.after["progress"], "Progress"
    return own[named[0]].astype("object").reindex(comparison.after.index), str(named[0])


def of_kinds(comparison: Comparison, rows: pd.DataFrame) -> dict[str, _Flags]:
    """Which of ``changes`` each kind and each of the committee's lists has, by its label.

    Kinds that occur alone.
    """
    masks: dict[str, _Flags] = {ALL: rows["kind"].ne("unchanged")}
    for kind, label in KIND_LABELS.items():
        applies = is_of_kind(rows, kind)
        if kind != "unchanged" and applies.any():
            masks[label] = applies
    for label, of in (
        (OVERDUE, comparison.lists.overdue),
        (DUE, comparison.lists.due),
        (LIVE, comparison.lists.live),
    ):
        masks[label] = rows["label"].isin(of.index)
    return masks


def told_of(chosen: str, shown: pd.DataFrame, comparison: Comparison) -> str:
    """How many there are, and what is to be said of them together."""
    many = f"{count('action', len(shown))}."
    if chosen == DUE:
        return f"{count('open action', len(shown))} by {date_words(comparison.next_meeting)}."
    late = int(shown["moved_at_deadline"].sum())
    if chosen == KIND_LABELS["slipped"] and late:
        dates = count("date", late)
        return f"{many} {dates} moved within {DEADLINE_DAYS} days of the deadline replaced."
    return many


def _labels(comparison: Comparison) -> _Column:
    """The label of each change's action in the later plan; unknown where it is not in it."""
    after, places = comparison.after.index, comparison.changes["new"]
    known = places.dropna().astype(int)
    labels = pd.Series(after[known.to_numpy()], known.index, dtype="object")
    return labels.reindex(places.index)


def dates_that_may_move(shown: pd.DataFrame, found: Forecast) -> pd.DataFrame:
    """The open actions with an agreed date, the likeliest to move first, ``because`` of what."""
    rows = shown.loc[found.chances.index]
    because = [statements.because(row) for row in found.chances.itertuples()]
    words = [statements.odds_words(chance) for chance in found.chances["chance"]]
    return rows.assign(chance=words, because=because)


def parts_done(
    shown: pd.DataFrame, as_at: date, until: date, by: By, before: Before | None = None
) -> pd.DataFrame:
    """How many will be done by a day, of each owner or scope with completions enough."""
    return pd.DataFrame(
        [
            {
                "name": statements.group_name(each, by),
                "open": each.open,
                "range": statements.range_words(each.low, each.high),
                "likeliest": each.likeliest,
                "dated": each.dated,
            }
            for each in outlooks(shown, as_at, until, by, before)
        ]
    )


def side_by_side(now: Forecast, given: Forecast) -> pd.DataFrame:
    """The forecast as the plan stands (``now``) and with what was supposed (``given``)."""

    def column(each: Forecast) -> list[str]:
        plan = each.plan
        return [
            statements.range_words(plan.low, plan.high),
            number(plan.likeliest),
            statements.half_done(each, "half_by"),
            statements.half_done(each, "eight_in_ten_by"),
        ]

    by = date_words(now.plan.by)
    what = [f"Done by {by}", "Most likely", "Half of them done by", "Eight in ten done by"]
    return pd.DataFrame({"what": what, "now": column(now), "given": column(given)})


def earlier_forecasts(rows: pd.DataFrame) -> pd.DataFrame:
    """What earlier forecasts gave, and what came, in words; ``rows`` of ``past_accuracy``."""
    each: Any = rows.to_dict("records")
    return pd.DataFrame(
        [
            {
                "as_at": pd.Timestamp(row["as_at"]).as_unit("s"),
                "dated": row["dated"],
                "foretold": on_accuracy.foretold(row),
                "came": on_accuracy.what_came(row),
                "due": row["due"],
                "kept": row["kept"],
            }
            for row in each
        ]
    )


def open_actions(shown: pd.DataFrame, most: int) -> dict[Hashable, str]:
    """What each open action that is offered is called, by its label."""
    offered = shown[shown["is_open"]].head(most)
    named = zip(offered["reference"], offered["action"], strict=True)
    return dict(zip(offered.index, (_name(*each) for each in named), strict=True))


def _name(reference: str | None, action: str | None) -> str:
    name = sentence_case(action_words(reference, None)) if reference else ""
    words = shortened(action or "", NAME_LENGTH)
    return ": ".join(filter(None, (name, words))) or "An action without a reference"


def positions(recorded: Sequence[Recorded]) -> pd.DataFrame:
    """A row for each recorded position, the latest first; ``standing`` is whether it counts."""
    return pd.DataFrame(
        [
            {
                "as_at": pd.Timestamp(each.as_at),
                "file_name": each.file_name,
                "actions": each.actions,
                "errors": each.errors,
                "warnings": each.warnings,
                "who": each.who,
                "when": pd.Timestamp(each.when.date()),
                "standing": f"No, superseded: {each.superseded.reason}"
                if each.superseded
                else "Yes",
                "sha256": each.sha256,
            }
            for each in reversed(recorded)
        ]
    )


def deleted(gone: Sequence[Any]) -> pd.DataFrame:
    """A row for each position that was deleted, the latest first."""
    return pd.DataFrame(
        [
            {
                "name": each.name,
                "as_at": pd.Timestamp(each.as_at),
                "who": each.who,
                "when": pd.Timestamp(each.when.date()),
            }
            for each in reversed(gone)
        ]
    )


def moves(over: Trend, by: By) -> pd.DataFrame:
    """How often dates have moved, by owner or by recommendation, most first."""
    rows = moves_by(over.moves, by)
    return rows.assign(**{by: rows[by].fillna(NO_OWNER if by == "owner" else NO_RECOMMENDATION)})


def named(rows: pd.DataFrame, names: Collection[str]) -> pd.DataFrame:
    """The rows of the recommendations with these names."""
    return rows[recommendation_labels(rows).fillna(NO_RECOMMENDATION).isin([*names])]
