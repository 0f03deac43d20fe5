"""Plans whose end is known, because they are made up: does the forecast hold as often as it says?

``python -m tests.simulated_plans`` prints the table of docs/forecast.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.forecasting.pace import Pace
from tracker.forecasting.record import Record, pace_of

Floats = NDArray[np.float64]
Draw = Callable[[int], Floats]

SIZES = (20, 30, 50, 100, 200)
PLANS = 1000


@dataclass(frozen=True)
class Simulated:
    """A plan as at a day on which some of it was open, and the age at which the last was done."""

    record: Record
    end: int


def steady(rng: np.random.Generator) -> Draw:
    """Weibull times: the rate of completion falls, stays or rises with age."""
    exponent = rng.uniform(0.7, 1.5)
    return lambda number: rng.weibull(exponent, number)


def constant(rng: np.random.Generator) -> Draw:
    """Exponential times: the same rate of completion throughout."""
    return lambda number: rng.exponential(1.0, number)


def waning(rng: np.random.Generator) -> Draw:
    """Lognormal times: the rate of completion rises, then wanes."""
    spread = rng.uniform(0.6, 1.2)
    return lambda number: np.exp(spread * rng.standard_normal(number))


def mixed(rng: np.random.Generator) -> Draw:
    """Four plans in five steady, one waning."""
    return steady(rng) if rng.random() < 0.8 else waning(rng)


def two_sorts(rng: np.random.Generator) -> Draw:
    """Half of the actions are five times as quick as the others."""
    return lambda number: rng.exponential(np.where(rng.random(number) < 0.5, 0.4, 2.0))


def waiting(rng: np.random.Generator) -> Draw:
    """One action in twelve waits for something that comes very late."""
    return lambda number: np.where(
        rng.random(number) < 1 / 12, rng.uniform(4, 8, number), rng.exponential(1.0, number)
    )


def rushed(rng: np.random.Generator) -> Draw:
    """Half of the actions are closed within days of a deadline, the others when they are done."""
    return lambda number: np.where(
        rng.random(number) < 0.5,
        np.abs(rng.normal(0.5, 0.07, number)),
        rng.exponential(1.0, number),
    )


FAMILIES: Mapping[str, Callable[[np.random.Generator], Draw]] = {
    "Four in five steady, one in five waning": mixed,
    "The same rate throughout": constant,
    "Rate rising or falling steadily": steady,
    "Rate rising, then waning": waning,
    "Two sorts of action, one five times as quick": two_sorts,
    "One action in twelve waits for something late": waiting,
    "Half closed in a rush at a deadline": rushed,
}


def simulated(
    rng: np.random.Generator, family: Callable[[np.random.Generator], Draw], actions: int
) -> Simulated:
    """A plan as at 200 to 600 days after publication, when half to 85% of such actions are done."""
    draw = family(rng)
    age = int(rng.integers(200, 600))
    scale = age / np.quantile(draw(4000), rng.uniform(0.5, 0.85))
    days = np.ceil(draw(actions) * scale).astype(np.int64)
    done = days <= age
    still_open = int((~done).sum())
    return Simulated(Record(days[done], 0, 0, still_open, age), int(days.max()))


def forecasts(
    family: Callable[[np.random.Generator], Draw],
    sizes: tuple[int, ...],
    number: int = PLANS,
    seed: int = 1958,
) -> Iterator[tuple[Pace | str, Simulated]]:
    """The forecasts of plans of these sizes in turn, until ``number`` of them gave dates."""
    rng = np.random.default_rng(seed)
    told = tried = 0
    while told < number and tried < 20 * number:
        plan = simulated(rng, family, sizes[tried % len(sizes)])
        tried += 1
        if plan.record.open:
            pace = pace_of(plan.record)
            told += isinstance(pace, Pace)
            yield pace, plan


def chances(pace: Pace, plan: Simulated) -> tuple[float, float]:
    """The forecast's chance that the plan would end by the day before its end, and by its end."""
    days = plan.end - int(pace.age)
    before, by = pace.all_done([days - 1, days], plan.record.open)
    return float(before), float(by)


def coverage(results: list[tuple[float, float]]) -> dict[str, float]:
    """Per cent of plans that ended in the 80% range, and by each date (P50, P80, P95)."""
    before, by = np.array(results).T
    held = {"range": (by >= 0.1) & (before < 0.9)}
    held |= {f"p{chance}": before < chance / 100 for chance in (50, 80, 95)}
    return {name: 100 * float(flags.mean()) for name, flags in held.items()}


def main() -> None:
    """Print the table of docs/forecast.md."""
    print("| pace | actions | in the 80% range | by P50 | by P80 | by P95 | refused |")
    print("|---|---|---|---|---|---|---|")
    for words, family in FAMILIES.items():
        for size in SIZES:
            found = list(forecasts(family, (size,)))
            told = [chances(pace, plan) for pace, plan in found if isinstance(pace, Pace)]
            refused = 100 * (1 - len(told) / len(found))
            figures = [f"{value:.0f}%" for value in coverage(told).values()] if told else ["–"] * 4
            print(f"| {words} | {size} | {' | '.join(figures)} | {refused:.0f}% |")


if __name__ == "__main__":
    main()
