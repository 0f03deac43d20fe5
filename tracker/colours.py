"""The colour of each state, light and dark, as the house style has them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

STATE_COLOURS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "light": MappingProxyType(
            {
                "complete": "#163766",
                "awaiting_sign_off": "#C04AD2",
                "open": "#266C73",
                "overdue": "#EC590C",
                "lapsed": "#6C1800",
                "undated": "#8800F0",
                "not_started": "#939393",
            }
        ),
        "dark": MappingProxyType(
            {
                "complete": "#488BEB",
                "awaiting_sign_off": "#E0AEEB",
                "open": "#1FDCAC",
                "overdue": "#FD540A",
                "lapsed": "#CCF68A",
                "undated": "#9008F8",
                "not_started": "#6E7478",
            }
        ),
    }
)
"""Each has at least 3:1 against its background, and any two differ to every kind of sight."""
