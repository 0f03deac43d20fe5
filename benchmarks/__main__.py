"""Every benchmark, one table: python -m benchmarks, or make bench. Takes half an hour.

``python -m benchmarks reading pages`` runs those alone.
"""

from __future__ import annotations

import sys
from importlib import import_module
from itertools import chain

from benchmarks.table import show

PARTS = (
    "reading",
    "comparing",
    "excel",
    "history",
    "portfolio",
    "starting",
    "pages",
    "endurance",
)


def main(parts: tuple[str, ...]) -> int:
    """Print the table; 1 where a row is above what it must be."""
    rows = (import_module(f"benchmarks.{part}").rows() for part in parts)
    return 0 if show(chain.from_iterable(rows)) else 1


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:]) or PARTS))
