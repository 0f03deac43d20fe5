"""By what the tracker knows its own files again: the sample plan, a page that it
published, a workbook or a sheet that it wrote."""

from __future__ import annotations

import zlib
from functools import cache
from hashlib import file_digest
from pathlib import Path
from zipfile import BadZipFile, ZipFile

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
