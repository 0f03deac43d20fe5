"""Colour and shape by state, the same in every chart, light and dark.

A state is told twice, by colour and by shape (or pattern), so that neither sight nor a
black-and-white printer loses it. The colours are those of the house style: each has at least
3:1 against its background, and any two differ under every kind of colour sight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from tracker.colours import STATE_COLOURS

ThemeName = Literal["light", "dark"]

DARK_TEXT = "#0E1117"
LIGHT_TEXT = "#FFFFFF"


@dataclass(frozen=True)
class Theme:
    """The colours of one appearance, as ``#RRGGBB``."""

    background: str
    ink: str
    """Titles, labels and what is not a state."""
    muted: str
    """Subtitles and axis labels: 4.5:1 or better against the background."""
    grid: str
    states: Mapping[str, str]


THEMES: Mapping[ThemeName, Theme] = MappingProxyType(
    {
        "light": Theme(
            background="#FFFFFF",
            ink="#1F2430",
            muted="#555B66",
            grid="#E4E6EA",
            states=STATE_COLOURS["light"],
        ),
        "dark": Theme(
            background="#0E1117",
            ink="#F2F4F8",
            muted="#B4B9C4",
            grid="#2B303B",
            states=STATE_COLOURS["dark"],
        ),
    }
)

DRAWN_STATES = tuple(THEMES["light"].states)
"""The states that are drawn, in the order in which they are stacked. Withdrawn is not."""

MARKS: Mapping[str, str] = MappingProxyType(
    {
        "complete": "circle",
        "awaiting_sign_off": "diamond",
        "open": "circle-open",
        "overdue": "triangle-up",
        "lapsed": "triangle-down-open",
        "undated": "pentagon-open",
        "not_started": "square-open",
    }
)
"""State -> Plotly's name of its mark."""

PATTERNS: Mapping[str, str] = MappingProxyType(
    {
        "complete": "",
        "awaiting_sign_off": "",
        "open": "",
        "overdue": "/",
        "lapsed": "x",
        "undated": "-",
        "not_started": ".",
    }
)
"""State -> Plotly's name of the pattern of its bar ("" is solid)."""


def state_mark(state: str, theme: ThemeName) -> dict[str, Any]:
    """Plotly's description of the mark of ``state``: its symbol, its colour and its outline."""
    colour = THEMES[theme].states[state]
    return {
        "symbol": MARKS[state],
        "size": 10,
        "color": colour,
        "line": {"color": colour, "width": 2},
    }


def state_bar(state: str, theme: ThemeName) -> dict[str, Any]:
    """Plotly's description of a bar of ``state``: its colour and its pattern."""
    colours = THEMES[theme]
    colour = colours.states[state]
    return {
        "color": colour,
        "line": {"color": colours.background, "width": 1},
        "pattern": {
            "shape": PATTERNS[state],
            "bgcolor": colour,
            "fgcolor": colours.background,
            "fgopacity": 0.55,
            "size": 7,
            "solidity": 0.22,
        },
    }


def luminance(colour: str) -> float:
    """The relative luminance of ``#RRGGBB``, 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(colour: str) -> str:
    """Dark or light text, whichever reads better on ``colour``."""
    return max((DARK_TEXT, LIGHT_TEXT), key=lambda text: contrast(text, colour))
