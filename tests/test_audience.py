"""Whom something is for, in words and in a file's name."""

from __future__ import annotations

import pytest

from tracker.protective_marking import OF_THOSE_SHOWN, Audience


@pytest.mark.parametrize(
    ("included", "left_out", "notice", "in_file_name"),
    [
        (0, None, "", ""),
        (2, None, "Not for publication: 2 restricted actions included.", "_not_for_publication"),
        (0, 0, "Public version: no action had to be left out.", "_public"),
        (0, 1, "Public version: 1 restricted action left out.", "_public"),
        # An owner's view: their own are in it, others' are not.
        (
            1,
            3,
            "Not for publication: 1 restricted action included, 3 others left out.",
            "_not_for_publication",
        ),
    ],
)
def test_a_notice_says_what_is_in_it_and_what_is_not(included, left_out, notice, in_file_name):
    audience = Audience(included, left_out)
    assert (audience.notice, audience.in_file_name) == (notice, in_file_name)
    assert audience.stated == (notice or "Nothing in it is restricted.")


def test_figures_and_changes_say_more_only_where_something_is_left_out():
    assert (
        Audience(0, 1).of_figures
        == f"Public version: 1 restricted action left out. {OF_THOSE_SHOWN}"
    )
    assert Audience(0, 0).of_figures == "Public version: no action had to be left out."
    assert Audience(2).of_figures == "Not for publication: 2 restricted actions included."
    assert [bool(Audience(0, left_out).of_changes) for left_out in (None, 0, 1)] == [
        False,
        False,
        True,
    ]
