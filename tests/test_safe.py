"""Text from cells in Markdown; what a browser makes of it, test_pages_browser shows."""

import pytest

from ui.markdown_escape import escaped


def shown(markdown: str) -> str:
    """What is read of escaped text: without the backslashes and what takes no room."""
    text = markdown.replace("\u2060", "")
    return "".join(
        character
        for place, character in enumerate(text)
        if character != "\\" or (place and text[place - 1] == "\\")
    )


@pytest.mark.parametrize(
    "text",
    ["Plain words", "a * b_c [d](e)", ":red[x] $x^2$ <b>", "https://example.org me@example.org"],
)
def test_the_words_are_shown_as_typed(text):
    assert shown(escaped(text)) == text


def test_every_mark_of_punctuation_is_escaped():
    assert escaped("*_[$<#") == r"\*\_\[\$\<\#"


def test_what_acts_though_escaped_is_broken_by_a_character_without_width():
    assert "\u2060" in escaped(":smile:")
    assert "www\u2060" in escaped("www.example.org")
    assert "@\u2060" in escaped("me@example.org")


def test_lines_become_one_so_that_no_list_or_heading_begins():
    assert escaped("one\n\n# two\n- three") == r"one \# two \- three"
