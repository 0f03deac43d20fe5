"""Whether what is shown may be published: what it holds of restricted rows, or leaves out."""

from __future__ import annotations

from tracker.words import OF_THOSE_SHOWN, count, verb

PUBLIC_VERSION = "Public version"


def of_figures(left_out: int | None, restricted: int) -> str:
    """Of a page's figures, as Markdown; "" where nothing is restricted.

    ``left_out`` is how many restricted rows are left out, ``None`` where none is; ``restricted``
    how many are shown.
    """
    shown = f"**Not for publication**: {count('restricted row', restricted)}"
    if left_out is not None and restricted:
        others = count("other restricted row", left_out)
        return f"{shown} of your own shown and counted here, {others} left out."
    if left_out is not None:
        without = count("restricted row", left_out)
        return f"**{PUBLIC_VERSION}**: {without} left out of these figures. {OF_THOSE_SHOWN}."
    leaves = f"*{PUBLIC_VERSION}* leaves {verb(restricted, 'it', 'them')} out."
    return f"{shown} shown and counted here. {leaves}" if restricted else ""


def of_downloads(left_out: int | None, restricted: int) -> str:
    """Of downloads: a CSV file has no place to say it."""
    if left_out is not None:
        return f"{PUBLIC_VERSION}: {count('restricted action', left_out)} left out."
    if restricted:
        return f"The downloads hold {count('restricted action', restricted)}: not for publication."
    return "The downloads hold no restricted action."
