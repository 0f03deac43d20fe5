"""Text from cells, made safe and short enough for a chart.

Plotly draws a subset of HTML (links included) and hands ``$...$`` to MathJax, and the page
replaces some ``#`` codes by colours of its own: text from a cell must be drawn as it was typed.
"""

from __future__ import annotations

import html
import re
import textwrap
from typing import Any

from tracker.words import action_words, sentence_case, shortened

LABEL_WIDTH = 22
"""Characters a line of an axis label: a third of a phone's width."""
LABEL_LINES = 2
HOVER_WIDTH = 34
"""Characters a line of a hover: what fits either side of a point in the middle of a phone."""
HOVER_LINES = 10

_TOGETHER = re.compile(r"(?<=\d) (?=[a-z])|(?<=\d) (?=[A-Z][a-z]+ \d{4}\b)|(?<=[a-z]) (?=\d{4}\b)")
"""The spaces that a line is not broken at."""
_CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
_TURNS = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_DROPPED = dict.fromkeys([*_CONTROLS, *_TURNS])


def plain(text: object) -> str:
    """``text`` on one line, without control characters or marks that turn its direction."""
    return " ".join(str(text).split()).translate(_DROPPED)


def action_in_title(row: Any) -> str:
    """What a sentence that starts with it calls the action of a row: "Action 7.1"."""
    named = [None if row[name] is None else plain(row[name]) for name in ("reference", "action")]
    return sentence_case(action_words(*named))


def safe(text: object) -> str:
    """``text`` so that Plotly draws it as typed: no markup, no link, no mathematics."""
    escaped = html.escape(plain(text), quote=False)
    return escaped.replace("#", "&#35;").replace("$", "&#36;")


def wrap(text: object, width: int = LABEL_WIDTH, lines: int = LABEL_LINES) -> str:
    """``text`` as at most ``lines`` safe lines of at most ``width`` characters, cut at a word."""
    start = plain(text)[: width * (lines + 1)]  # enough to fill them, however long the text
    whole = textwrap.wrap(start, width, break_on_hyphens=False)
    drawn = whole[:lines]
    if len(whole) > lines:
        drawn[-1] = shortened(f"{drawn[-1]} {whole[lines]}", width)
    return "<br>".join(map(safe, drawn))


def balanced(text: str, width: int) -> list[str]:
    """``text`` in as few lines of at most ``width`` characters as it takes, evenly filled.

    A number stays with the word it counts, and a date stays whole.
    """
    words = _TOGETHER.sub("\u00a0", plain(text))
    lines = textwrap.wrap(words, width, break_on_hyphens=False)
    for narrower in range(len(words) // max(len(lines), 1), width):
        even = textwrap.wrap(words, max(narrower, 1), break_on_hyphens=False)
        if len(even) == len(lines):
            return even
    return lines
