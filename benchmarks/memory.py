"""How much memory a piece of work takes, with all the processes that it starts."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

_EVERY = 0.004
"""Seconds between two looks at the processes."""

_SCRIPT = """
import sys
{prepare}
print("ready", flush=True)
sys.stdin.readline()
{work}
print("done", flush=True)
sys.stdin.readline()
"""


def peak_of(prepare: str, work: str) -> float:
    """Megabytes that these statements take at most, in a fresh Python that has been prepared.

    The memory of a process is what it alone has and its part of what it shares (PSS), so that
    forked processes can be added up. Only on Linux.
    """
    script = _SCRIPT.format(prepare=prepare, work=work)
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        process.stdout.readline()
        before = peak = megabytes(process.pid)
        process.stdin.write("\n")
        process.stdin.flush()
        while not _said(process):
            peak = max(peak, megabytes(process.pid))
            time.sleep(_EVERY)
        process.stdin.close()
    return peak - before


def _said(process: subprocess.Popen[str]) -> bool:
    import select

    return bool(select.select([process.stdout], [], [], 0)[0])


def megabytes(process: int) -> float:
    """What a process and those that it started have now."""
    total = 0
    for each in _family(process):
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def _family(process: int) -> list[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except FileNotFoundError:
        return [process]
    return [process, *(each for child in children for each in _family(int(child)))]
