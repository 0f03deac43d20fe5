"""Measures of an action: pure functions of columns to a column.

The definitions are those of section 3 of ``docs/measures.md``; a function here bears the name
of its measure. Every argument is a column with one row an action and every result has the same
index: flags are plain ``bool``, dates whole days (``NaT`` for unknown), numbers of days
``Int64`` (``<NA>`` for unknown). ``as_at`` is the date at which the position is stated. A
comparison with an unknown date is false, a difference with one is unknown.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tracker.fields import DATE_DTYPE, PUBLISHED
from tracker.vocabulary import COMPLETED_GROUPS, MEASURES, STATE_LABELS

__all__ = [
    "age_days",
    "agreed_due",
    "days_overdue",
    "expected_finish",
    "extension_days",
    "is_complete",
    "is_due",
    "is_lapsed",
    "is_late",
    "is_open",
    "is_overdue",
    "is_overdue_revised",
    "is_rebaselined",
    "is_withdrawn",
    "measure",
    "slippage_against_revised_days",
    "slippage_against_revised_working_days",
    "slippage_days",
    "slippage_is_minimum",
    "slippage_working_days",
    "state",
    "unless_early",
    "with_known_finish",
]

# What pandas' stubs call a column without saying what it holds.
Column: TypeAlias = "pd.Series[Any]"
_Days: TypeAlias = NDArray[np.datetime64]

FIRST_HOLIDAY_YEAR, LAST_HOLIDAY_YEAR = 1900, 2100
"""Bank holidays are worked out for these years only: a mistyped year 9999 costs nothing."""


def agreed_due(revised_due: Column, original_due: Column) -> Column:
    """The date now agreed: ``revised_due``, else ``original_due`` [date].

    Unknown where both are. Source: ``docs/measures.md``, section 3.
    """
    return revised_due.where(revised_due.notna(), original_due)


def is_withdrawn(status: Column) -> Column:
    """Whether the group is ``withdrawn`` [flag]: out of every rate, never out of the table.

    Source: ``docs/measures.md``, section 2.
    """
    return status.eq("withdrawn")


def is_complete(status: Column, completed_on: Column, as_at: date) -> Column:
    """Whether the action was complete as at ``as_at`` [flag].

    The group is ``complete`` or ``confirmed`` and ``completed_on`` is unknown or not after
    ``as_at``. Source: ``docs/measures.md``, section 3.
    """
    return status.isin(COMPLETED_GROUPS) & ~completed_on.gt(pd.Timestamp(as_at))


def is_open(complete: Column, withdrawn: Column) -> Column:
    """Whether the action is neither complete nor withdrawn [flag].

    A status that was not understood is open. Source: ``docs/measures.md``, section 3.
    """
    return ~(complete | withdrawn)


def is_due(withdrawn: Column, original_due: Column, as_at: date) -> Column:
    """Whether the action, not withdrawn, should be complete by its original timescale [flag].

    False where ``original_due`` is unknown. Source: ``due`` of ``docs/measures.md``, section 4.
    """
    return ~withdrawn & original_due.le(pd.Timestamp(as_at))


def expected_finish(
    complete: Column, open_: Column, completed_on: Column, agreed: Column, as_at: date
) -> Column:
    """When the action finished, or is now expected to finish [date].

    Complete: ``completed_on``. Open: the later of ``as_at`` and the agreed date, because what
    has not finished cannot finish before ``as_at``. Unknown for a withdrawn action, a complete
    one without its date and an open one without an agreed date. Source: ``docs/measures.md``,
    section 3.
    """
    # np.maximum keeps NaT: an open action with no date at all has no expected finish.
    while_open = np.maximum(_days(agreed), _day(as_at))
    finish = np.where(complete, _days(completed_on), np.where(open_, while_open, _NEVER))
    return _date_column(finish, complete.index)


def slippage_days(finish: Column, original_due: Column) -> Column:
    """Calendar days from the original timescale to the expected finish [days]; negative is early.

    Unknown where either date is, and so for withdrawn actions. Source: Microsoft Project's
    finish variance, against a baseline that cannot move.
    """
    return _days_between(original_due, finish)


def slippage_working_days(finish: Column, original_due: Column) -> Column:
    """Working days from the original timescale to the expected finish [days].

    Monday to Friday less the bank holidays of England and Wales, counted as
    ``numpy.busday_count`` counts: from the first date, not including the last. Unknown where
    either date is.
    """
    return _working_days_between(original_due, finish)


def unless_early(slippage: Column, minimum: Column) -> Column:
    """The slippage where only a floor of it is known: unknown where negative [days].

    What has not finished is never early. Source: ``slippage_is_minimum`` of
    ``docs/measures.md``, section 3.
    """
    return slippage.mask(minimum & (slippage.to_numpy(dtype="float64", na_value=0) < 0))


def slippage_is_minimum(open_: Column, finish: Column, as_at: date) -> Column:
    """Whether the action has slipped *at least* that far and is still moving [flag].

    True for an open action whose expected finish is ``as_at`` itself: the value is
    right-censored. Source: ``docs/measures.md``, section 3.
    """
    return open_ & finish.eq(pd.Timestamp(as_at))


def with_known_finish(rows: pd.DataFrame, is_minimum: str = "slippage_is_minimum") -> pd.DataFrame:
    """The rows, their expected finish unknown where only a floor of it is known: the as-at date.

    That is never printed. ``is_minimum`` flags these rows. Source: as above.
    """
    return rows.assign(expected_finish=rows["expected_finish"].mask(rows[is_minimum]))


def is_overdue(open_: Column, original_due: Column, as_at: date) -> Column:
    """Whether an open action's original timescale has passed [flag].

    False where ``original_due`` is unknown or is ``as_at``. Source: ``docs/measures.md``,
    section 3.
    """
    return open_ & original_due.lt(pd.Timestamp(as_at))


def days_overdue(overdue: Column, original_due: Column, as_at: date) -> Column:
    """Calendar days since the original timescale [days]; unknown unless overdue.

    Source: ``docs/measures.md``, section 3.
    """
    passed = _day(as_at) - _days(original_due)
    return _integers(np.where(overdue, passed, np.timedelta64("NaT")), overdue.index)


def is_overdue_revised(open_: Column, agreed: Column, as_at: date) -> Column:
    """Whether an open action's agreed date (revised, else original) has passed too [flag].

    False where neither is known. Source: ``docs/measures.md``, section 3.
    """
    return open_ & agreed.lt(pd.Timestamp(as_at))


def is_lapsed(open_: Column, original_due: Column, agreed: Column, as_at: date) -> Column:
    """Whether an open action without a known original is past its agreed date [flag].

    It is in no count of the overdue, and not in date either. Source: ``docs/history.md``.
    """
    return open_ & original_due.isna() & agreed.lt(pd.Timestamp(as_at))


def is_late(complete: Column, completed_on: Column, original_due: Column) -> Column:
    """Whether the action was completed after its original timescale [flag].

    False where either date is unknown. Source: ``docs/measures.md``, section 3.
    """
    return complete & completed_on.gt(original_due)


def is_rebaselined(revised_due: Column, original_due: Column) -> Column:
    """Whether a revised timescale is given that is not the original one [flag].

    True also where the original is unknown: a revised date shows that it moved. Source:
    ``docs/measures.md``, section 3.
    """
    return revised_due.notna() & revised_due.ne(original_due)


def extension_days(revised_due: Column, original_due: Column) -> Column:
    """Calendar days from the original to the revised timescale [days]; negative is earlier.

    Unknown where either is. Source: ``docs/measures.md``, section 3.
    """
    return _days_between(original_due, revised_due)


def slippage_against_revised_days(finish: Column, agreed: Column) -> Column:
    """Calendar days from the agreed date to the expected finish [days].

    The second slip, after a new date was agreed. Unknown where either date is, and so for
    withdrawn actions. Source: ``docs/measures.md``, section 3.
    """
    return _days_between(agreed, finish)


def slippage_against_revised_working_days(finish: Column, agreed: Column) -> Column:
    """Working days from the agreed date to the expected finish [days].

    Counted as ``slippage_working_days`` counts; unknown where either date is.
    """
    return _working_days_between(agreed, finish)


def age_days(
    complete: Column, open_: Column, completed_on: Column, as_at: date, published: date | None
) -> Column:
    """Calendar days from the report's publication to completion, or to ``as_at`` while open [days].

    Unknown for a withdrawn action, a complete one without its date, and throughout where
    ``published`` is None. Source: ``docs/measures.md``, section 3.
    """
    end = np.where(complete, _days(completed_on), np.where(open_, _day(as_at), _NEVER))
    start = _NEVER if published is None else _day(published)
    return _integers(end - start, complete.index)


def state(
    status: Column,
    complete: Column,
    withdrawn: Column,
    open_: Column,
    overdue: Column,
    lapsed: Column,
    agreed: Column,
) -> Column:
    """What a chart draws the action as: one of ``STATE_LABELS`` [category].

    The first that holds of withdrawn, complete, overdue, lapsed, awaiting sign-off, undated (open
    without any date: not in date), not started, open: what awaits sign-off and is overdue
    is overdue, as in every count.
    """
    kinds = [
        (withdrawn, "withdrawn"),
        (complete, "complete"),
        (overdue, "overdue"),
        (lapsed, "lapsed"),
        (open_ & status.eq("awaiting_sign_off"), "awaiting_sign_off"),
        (open_ & agreed.isna(), "undated"),
        (open_ & status.eq("not_started"), "not_started"),
    ]
    names = list(STATE_LABELS)
    codes = np.select(
        [flags.to_numpy() for flags, _ in kinds],
        [names.index(name) for _, name in kinds],
        default=names.index("open"),
    )
    dtype = pd.CategoricalDtype(names)
    # The stubs ask for a list of codes; an array is what pandas takes without a copy.
    return pd.Series(pd.Categorical.from_codes(codes, dtype=dtype), index=status.index)  # type: ignore[arg-type]


def measure(
    actions: pd.DataFrame,
    as_at: date,
    *,
    published: date | None = PUBLISHED,
    for_totals: bool = False,
) -> pd.DataFrame:
    """The actions with every measure of ``vocabulary.MEASURES`` beside their fields.

    ``actions`` has the columns of ``vocabulary.FIELDS``, and may have those of a timeline's
    baseline; ``published`` is the day the inspection's report was published, from which ages count.
    ``original_moved`` and ``original_now`` say where the plan prints another original timescale.
    ``for_totals``: only the measures that ``tracker.summaries.totals`` counts, in half the time.

    >>> measure(plan.actions, date(2016, 4, 30))["slippage_days"].max()
    """
    status, completed_on = actions["status"], actions["completed_on"]
    original, revised = actions["original_due"], actions["revised_due"]
    agreed = agreed_due(revised, original)
    complete = is_complete(status, completed_on, as_at)
    withdrawn = is_withdrawn(status)
    open_ = is_open(complete, withdrawn)
    finish = expected_finish(complete, open_, completed_on, agreed, as_at)
    minimum = slippage_is_minimum(open_, finish, as_at)
    overdue = is_overdue(open_, original, as_at)
    measures = {
        "agreed_due": agreed,
        "is_complete": complete,
        "is_open": open_,
        "is_withdrawn": withdrawn,
        "is_due": is_due(withdrawn, original, as_at),
        "expected_finish": finish,
        "slippage_days": unless_early(slippage_days(finish, original), minimum),
        "slippage_is_minimum": minimum,
        "is_overdue": overdue,
        "is_overdue_revised": is_overdue_revised(open_, agreed, as_at),
        "is_rebaselined": is_rebaselined(revised, original),
    }
    if not for_totals:
        lapsed = is_lapsed(open_, original, agreed, as_at)
        working_days = slippage_working_days(finish, original)
        measures |= {
            "slippage_working_days": unless_early(working_days, minimum),
            "days_overdue": days_overdue(overdue, original, as_at),
            "is_lapsed": lapsed,
            "is_late": is_late(complete, completed_on, original),
            "extension_days": extension_days(revised, original),
            "slippage_against_revised_days": slippage_against_revised_days(finish, agreed),
            "slippage_against_revised_working_days": slippage_against_revised_working_days(
                finish, agreed
            ),
            "age_days": age_days(complete, open_, completed_on, as_at, published),
            "state": state(status, complete, withdrawn, open_, overdue, lapsed, agreed),
        }
    ordered = {name: measures[name] for name in MEASURES if name in measures}
    return pd.DataFrame(_fields(actions) | ordered, index=actions.index, copy=False)


def _fields(actions: pd.DataFrame) -> dict[str, Any]:
    """The columns; without a history no original timescale is known to have moved.

    Nothing changes a frame that it is given, so they need not be copied.
    """
    unmoved = {
        "original_moved": pd.Series(False, index=actions.index),
        "original_now": pd.Series(np.datetime64("NaT"), index=actions.index, dtype=DATE_DTYPE),
    }
    fields = {str(name): column for name, column in actions.items()}
    return fields | {name: column for name, column in unmoved.items() if name not in fields}


_NEVER = np.datetime64("NaT", "D")


def _day(value: date) -> np.datetime64:
    return np.datetime64(value, "D")


def _days(column: Column) -> _Days:
    """A column of dates as whole days, to compare and subtract at any year."""
    return column.to_numpy(dtype="datetime64[D]")


def _date_column(days: _Days, index: pd.Index) -> Column:
    return pd.Series(days.astype(DATE_DTYPE), index=index)


def _integers(spans: NDArray[np.timedelta64], index: pd.Index) -> Column:
    """Spans of whole days as ``Int64``, ``<NA>`` for ``NaT``."""
    unknown = np.isnat(spans)
    values = np.where(unknown, 0, spans.astype("timedelta64[D]").astype("int64"))
    return pd.Series(pd.arrays.IntegerArray(values, unknown), index=index)


def _days_between(start: Column, end: Column) -> Column:
    return _integers(_days(end) - _days(start), start.index)


def _working_days_between(start: Column, end: Column) -> Column:
    first, last = _days(start), _days(end)
    unknown = np.isnat(first) | np.isnat(last)
    counts = np.zeros(len(start), dtype="int64")
    if not unknown.all():
        known_first, known_last = first[~unknown], last[~unknown]  # busday_count refuses NaT
        years = np.concatenate([known_first, known_last]).astype("datetime64[Y]").astype(int) + 1970
        holidays = _bank_holidays(int(years.min()), int(years.max()))
        counts[~unknown] = np.busday_count(known_first, known_last, holidays=holidays)
    return pd.Series(pd.arrays.IntegerArray(counts, unknown), index=start.index)


@lru_cache(maxsize=16)
def _bank_holidays(first_year: int, last_year: int) -> _Days:
    """The bank holidays of England and Wales in these years, as days."""
    import holidays  # slow to import, and only working days need it

    years = range(max(first_year, FIRST_HOLIDAY_YEAR), min(last_year, LAST_HOLIDAY_YEAR) + 1)
    calendar = holidays.country_holidays("GB", subdiv="ENG", years=years)
    return np.array(sorted(calendar), dtype="datetime64[D]")
