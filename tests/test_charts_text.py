"""Text from cells in charts: drawn as typed, in lines that fit."""

from __future__ import annotations

import html

import pytest

from tracker.charts.text import balanced, safe, wrap


@pytest.mark.parametrize(
    "text", ["<a href='https://example.org'>here</a>", "$\\frac{a}{b}$", "#000032", "&lt;b&gt; & b"]
)
def test_safe_text_reads_back_as_typed(text: str) -> None:
    assert html.unescape(safe(text)) == text


def test_safe_text_drops_control_characters_and_turns_of_direction() -> None:
    assert safe("a\x00b\u202ec\n d") == "abc d"


def test_a_word_longer_than_a_line_is_broken() -> None:
    assert wrap("a" * 30, width=22) == "a" * 22 + "<br>" + "a" * 8


def test_lines_of_a_heading_are_evenly_filled_and_keep_dates_whole() -> None:
    lines = balanced("Actions by state; 24 actions, as at 30 April 2016", 40)
    assert lines == ["Actions by state; 24\u00a0actions,", "as at 30\u00a0April\u00a02016"]
