"""Where one action stands, and what was typed of its dates, in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from tracker.vocabulary import STATE_LABELS
from tracker.words import count, date_words, sentence_case, slippage_words, standing_slippage


def standing(action: Any) -> str:
    """Where an action stands against its original timescale, in words."""
    words = STATE_LABELS[action.state]
    if action.is_complete:
        finished = f" on {date_words(action.completed_on)}" if pd.notna(action.completed_on) else ""
        known = pd.notna(action.slippage_days)
        return words + finished + (f", {slippage_words(action.slippage_days)}" if known else "")
    if action.is_overdue and action.slippage_is_minimum:
        words = f"overdue by {count('day', action.days_overdue)}"
    elif action.is_open and pd.notna(action.slippage_days) and action.slippage_days > 0:
        words = standing_slippage(
            action.slippage_days,
            is_open=True,
            is_minimum=action.slippage_is_minimum,
            overdue=action.days_overdue,
        )
    elif action.is_open and not action.is_lapsed and pd.isna(action.original_due):
        return f"{words}: no original timescale"
    waiting = action.status == "awaiting_sign_off" and action.is_overdue
    return sentence_case(words) + (", awaiting sign-off" if waiting else "")


def timescale(label: str, value: pd.Timestamp, typed: str | None) -> str:
    """A date in words, with what was typed where that was words: "30 November 2015 (“Nov-15”)"."""
    words = date_words(value) if pd.notna(value) else ""
    typed = " ".join((typed or "").split())
    if not any(letter.isalpha() for letter in typed) or typed == words:
        return f"{label} {words}" if words else ""
    if not words:
        return f"{label} “{typed}”, which is no date"
    return f"{label} “{typed}”" if words in typed else f"{label} {words} (“{typed}”)"
