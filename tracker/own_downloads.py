"""By what the tracker knows its own files again: the sample plan, a page that it
published, a workbook or a sheet that it wrote."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping
from functools import cache
from hashlib import file_digest
from pathlib import Path
from types import MappingProxyType
from zipfile import BadZipFile, ZipFile

from tracker.vocabulary import MEASURES

MADE_BY = "Action-plan tracker"
"""Who made a workbook, as its properties say."""

PUBLISHED_MARK = "action-plan tracker, published plan"
"""What a published page says of who made it."""

ILLUSTRATIVE = "Illustrative: made up to show how the tracker works, not a real plan"
"""Said of what is made of the sample."""

MADE_UP = "Illustrative: a made-up plan."
"""What stands in short on what is made of the sample and passed on."""

ADDED_SHEETS = MARKED_LIST, REPLIES_LIST = "Tracker findings", "Accepted replies"
"""The sheets that the tracker adds to a user's own workbook: no part of the plan."""

FOLDER = Path(__file__).parents[1] / "sample_data"


PUBLISHED_ON = "Report published"
"""A download's words before the publication date that it was measured from."""

CALCULATED_HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "Status group": "status",
        "Reference (as read)": "reference",
        "Recommendation (as read)": "recommendation",
        "Recommendation wording (as read)": "recommendation_text",
        "Recommendation's own timescale (date)": "recommendation_due",
        "Inspection (as read)": "source",
        "Scope (as read)": "scope",
        "Action (as read)": "action",
        "Owner (as read)": "owner",
        "Original timescale (date)": "original_due",
        "Revised timescale (date)": "revised_due",
        "Date moves (as read)": "date_moves",
        "Percent complete (as read)": "percent_complete",
        "Completed on (date)": "completed_on",
        "Waiting for (as read)": "dependency",
        "Restricted (as read)": "restricted",
    }
)
"""A download's columns that say how a cell was read: heading to field.

A download that is read back takes these fields from these columns, not from the user's own,
so that it gives the same figures without a mapping. Owners are joined with "; ".
"""

ORIGINAL_NOW_HEADING = "Original timescale that the plan now gives"
"""A download's column for what the plan prints where another timescale was first recorded."""

READ_FROM_HEADING = "Read from"
"""A download's column for the sheet and row that an action was read from."""

AS_AT_HEADING = "Figures as at"
"""The column of the actions as CSV for their as-at date, which has no other place there."""

DERIVED_HEADINGS = frozenset(
    {
        *(measure.label for measure in MEASURES.values() if "csv" in measure.places),
        ORIGINAL_NOW_HEADING,
        READ_FROM_HEADING,
        AS_AT_HEADING,
    }
)
"""A download's columns that are worked out again, and so are dropped when it is read back."""

ABOUT_SHEET = "About this download"
ACTIONS_SHEET = "Actions"
RECOMMENDATIONS_SHEET = "By recommendation"
OWNERS_SHEET = "By owner"
COMPLETION_SHEET = "Completion"
SLIPPAGE_SHEET = "Slippage"
CHANGES_SHEET = "Changes"
BALANCE_SHEET = "Balance"
FINDINGS_SHEET = "Findings"
DEFINITIONS_SHEET = "Definitions"
DOWNLOADED_SHEET = "Tracker download"
"""A download's hidden sheet with what was downloaded."""
RECOMMENDATION_NAMES = ("recommendation", "recommendation_text")
"""The fields that say which recommendation an action answers."""
CARRIED_FIELDS = "(blank cells)"
"""Its column that names the fields whose cells were blank and filled from the row above."""
DOWNLOAD_SHEETS = (
    ABOUT_SHEET,
    ACTIONS_SHEET,
    RECOMMENDATIONS_SHEET,
    OWNERS_SHEET,
    COMPLETION_SHEET,
    SLIPPAGE_SHEET,
    CHANGES_SHEET,
    BALANCE_SHEET,
    FINDINGS_SHEET,
    DEFINITIONS_SHEET,
)
"""A download's sheets, in order. The plan is in the actions; the rest is worked out from it."""

CLASH_SUFFIX = " (calculated)"
"""Added to a calculated heading where the user's own sheet has a column of that name."""


def free_heading(heading: str, taken: Collection[str]) -> str:
    """A calculated column's heading, told apart from the user's own columns ``taken``."""
    used = {text.casefold() for text in taken}
    while heading.casefold() in used or (heading + CLASH_SUFFIX).casefold() in used:
        heading += CLASH_SUFFIX
    return heading


def heading_in_download(heading: str, headings: Collection[str]) -> str | None:
    """Which of a download's ``headings`` is the calculated one that ``free_heading`` named."""
    by_folded = {text.casefold(): text for text in headings}
    found = by_folded.get(heading.casefold())
    while (longer := by_folded.get((heading + CLASH_SUFFIX).casefold())) is not None:
        found, heading = longer, heading + CLASH_SUFFIX
    return found


def is_sample(sha256: str) -> bool:
    """Whether a file of this SHA-256 is a version of the sample."""
    return sha256 in _digests()


@cache
def _digests() -> frozenset[str]:
    digests = []
    for path in FOLDER.glob("*.xlsx"):
        with path.open("rb") as file:
            digests.append(file_digest(file, "sha256").hexdigest())
    return frozenset(digests)


def is_untouched(path: Path) -> bool:
    """Whether a file is a workbook that the tracker wrote, and that nothing has saved since."""
    try:
        with ZipFile(path) as parts:
            properties = parts.read("docProps/core.xml").decode(errors="replace")
    except (BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, zlib.error):
        return False
    tags = ("dc:creator", "cp:lastModifiedBy")
    return all(f"<{tag}>{MADE_BY}</{tag}>" in properties for tag in tags)
