"""Section 2: what the meeting is asked to decide, extensions among it."""

from __future__ import annotations

import pandas as pd

from tracker.report.content import Block, Paragraph, to_complete
from tracker.report.inputs import Given, lines
from tracker.report.tables import actions_table
from tracker.words import spoken_count

MOST_EXTENSIONS = 6
"""Extensions put for decision in the text; the others stand in an appendix."""

NOT_YET_AGREED = (
    r"\b(?:proposed?|requested|asked for|to be (?:agreed|approved|confirmed)|not (?:yet )?agreed|"
    r"(?:awaiting|subject to|pending) (?:agreement|approval))\b"
)
"""What a revised date that nobody has agreed yet says of itself."""

_DATES = ("Original timescale", "Date before", "Date asked for")
_DESCRIPTION = (
    "A row for each extension asked for, with the action, its original timescale, the date agreed "
    "before and the date asked for."
)


def decision(given: Given, asked: pd.DataFrame | None, rest_in: str) -> list[Block]:
    """What is to be decided: the author's words, and the extensions where they are put.

    ``asked`` are the extensions asked for, None where they are not put for decision; ``rest_in``
    names the appendix of those beyond the first ``MOST_EXTENSIONS``.
    """
    typed = lines(given.words.decision) or [to_complete("the decision required")]
    blocks: list[Block] = [Paragraph(line) for line in typed]
    if asked is None:
        return blocks
    if asked.empty:
        return [*blocks, Paragraph("No extension is asked for.")]
    rest = ""
    if len(asked) > MOST_EXTENSIONS:
        rest = f" The {MOST_EXTENSIONS} longest are here and the others in {rest_in}."
    said = (
        f"A decision is asked for on {spoken_count('extension', len(asked))}.{rest} What the plan "
        "says of each is in Appendix A."
    )
    table = ("Ref", "In short", *_DATES), "Extensions asked for", _DESCRIPTION
    return [*blocks, Paragraph(said), *actions_table(asked.head(MOST_EXTENSIONS), *table)]


def further_extensions(rows: pd.DataFrame) -> list[Block]:
    """A row for each extension that is not in the text, with what the plan says of it."""
    headings = ("Ref", "Action", *_DATES, "Reason given")
    return actions_table(rows, headings, spoken_count("extension", len(rows)), _DESCRIPTION)


def extensions(given: Given) -> pd.DataFrame:
    """The open actions that ask for a later date, the longest extension first.

    Their revised date is not yet agreed, or the agreed date moved later since the last report.
    """
    measured = given.measured
    typed = measured["revised_due_text"].fillna("").astype("object")
    proposed = typed.str.contains(NOT_YET_AGREED, case=False).astype(bool)
    before = pd.Series(pd.NaT, index=measured.index, dtype=measured["agreed_due"].dtype)
    before = before.where(~proposed, measured["original_due"])
    moved = pd.Series(False, index=measured.index)
    if given.comparison is not None:
        extended = given.comparison.lists.extended
        known = extended.index.intersection(measured.index)
        moved.loc[known] = True
        before.loc[known] = extended.loc[known, "agreed_before"]
    rows = measured[measured["is_open"] & (moved | proposed)]
    rows = rows.assign(agreed_before=before.loc[rows.index], agreed_after=rows["agreed_due"])
    longest = (rows["agreed_after"] - rows["agreed_before"]).sort_values(
        ascending=False, kind="stable"
    )
    return rows.loc[longest.index]
