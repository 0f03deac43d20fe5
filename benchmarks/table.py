"""The table that the benchmarks print: a row a piece of work, beside its floor or its peer."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

Unit = Literal["s", "MB"]


@dataclass(frozen=True)
class Row:
    """One piece of work: what it takes, what its floor or peer ``against`` takes, in one unit.

    ``most`` is the ratio of the two that must not be exceeded; ``size`` how many actions.
    """

    work: str
    against: str
    size: int
    ours: float
    theirs: float
    most: float
    unit: Unit = "s"

    @property
    def ratio(self) -> float:
        """How many times the floor or peer."""
        return self.ours / self.theirs

    @property
    def met(self) -> bool:
        """Whether the ratio is as it must be."""
        return self.ratio <= self.most


def least(*works: Callable[[], object], runs: int) -> tuple[float, ...]:
    """Seconds that each takes at least, run in turn so many times in this process."""
    best = [float("inf")] * len(works)
    for _ in range(runs):
        for number, work in enumerate(works):
            gc.collect()
            start = time.perf_counter()
            result = work()
            best[number] = min(best[number], time.perf_counter() - start)
            del result
    return tuple(best)


def show(rows: Iterable[Row]) -> bool:
    """Print the rows as they come; whether all are as they must be."""
    head = (
        f"{'work':46}{'against':29}{'actions':>9}{'ours':>12}{'theirs':>12}{'ratio':>7}{'most':>6}"
    )
    print(head, "-" * len(head), sep="\n", flush=True)
    met = True
    for row in rows:
        met &= row.met
        print(
            f"{row.work:46}{row.against:29}{row.size:9,}{_amount(row.ours, row.unit):>12}"
            f"{_amount(row.theirs, row.unit):>12}{row.ratio:7.2f}{row.most:6.2f}"
            f"{'' if row.met else '  missed'}",
            flush=True,
        )
    return met


def _amount(value: float, unit: Unit) -> str:
    return f"{1e3 * value:,.1f} ms" if unit == "s" else f"{value:,.0f} MB"
