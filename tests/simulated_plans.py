"""Plans whose end is known, because they are made up: does a range hold as often as it says?

``python -m tests.simulated_plans`` prints the table of docs/forecast.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tracker.forecasting.counts import RANGE, counts
from tracker.forecasting.curves import Record, borrowed

Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int], Floats]

SIZES = (20, 40, 80)
TYPICAL = (150, 300, 600)
"""Days within which a typical action of the plan is done."""

MOMENTS = (0.2, 0.35, 0.5, 0.65, 0.8)
HORIZONS = (183, 365)

PACES: Mapping[str, Draw] = {
    "The same rate throughout": lambda rng, number: rng.exponential(1.0, number),
    "Rate rising with age": lambda rng, number: rng.weibull(1.5, number),
    "Rate rising, then waning": lambda rng, number: rng.lognormal(0.0, 0.8, number),
}


class Case(NamedTuple):
    """One range of one plan: whether it held, and its width as a share of the open actions."""

    held: bool
    width: float


def days_done(
    rng: np.random.Generator, pace: Draw, number: int, typical: int, never: float
) -> Floats:
    """The age at which each action is done [days], endless for a share of them."""
    days = np.ceil(typical * pace(rng, number))
    days[rng.random(number) < never] = np.inf
    return days


def cases(pace: Draw, never: float, plans: int, seed: int = 1958) -> Iterator[Case]:
    """Ranges of so many plans of each size and typical time, at every moment and horizon."""
    rng = np.random.default_rng(seed)
    for number, typical, _ in product(SIZES, TYPICAL, range(plans)):
        days = days_done(rng, pace, number, typical, never)
        for moment in MOMENTS:
            age = np.sort(days)[int(np.ceil(moment * number)) - 1]
            open_ = days > age
            if np.isinf(age) or not open_.any():
                continue
            open_ages = np.full(int(open_.sum()), int(age))
            _, together = np.unique(days[~open_], return_counts=True)
            batch = (together**2).sum() / together.sum()
            record = Record(days[~open_].astype(np.int64), 0, 0, open_ages, float(batch))
            curves = borrowed().given(record)
            for ahead in HORIZONS:
                low, high = counts(curves, open_ages, ahead, batch=record.batch).range(RANGE)
                came = int((days[open_] <= age + ahead).sum())
                yield Case(low <= came <= high, (high - low) / len(open_ages))


def main() -> None:
    """Print the table of docs/forecast.md."""
    print("| actions are done at | never done | ranges that held | mean width |")
    print("|---|---|---|---|")
    for words, pace in PACES.items():
        for never in (0.0, 0.3):
            held, width = np.array(list(cases(pace, never, 30)), dtype=float).mean(axis=0)
            print(f"| {words} | {never:.0%} | {held:.0%} | {width:.2f} |")


if __name__ == "__main__":
    main()
