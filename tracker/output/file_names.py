"""File names that Windows, macOS and Linux all take, for files named after people and groups."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 100  # UTF-8 bytes before the ending: a system takes 255, Windows 260 with the folders

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]+')
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|clock\$|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\s*(?:\.|$))",
    re.IGNORECASE,
)
"""What Windows takes for a device, whatever follows the first full stop."""


def file_names(names: Iterable[str], ending: str, otherwise: str = "File") -> list[str]:
    """A file name for each name, in their order, all different whatever their case.

    ``ending`` begins with a full stop; ``otherwise`` stands for a name of which nothing is left.

    >>> file_names(["Head of ICT/Estates", "head of ict-estates"], ".xlsx")
    ['Head of ICT-Estates.xlsx', 'head of ict-estates (2).xlsx']
    """
    taken: set[str] = set()
    files = []
    for name in names:
        stem = _stem(name) or otherwise
        number, chosen = 1, stem
        while _folded(chosen) in taken:
            number += 1
            suffix = f" ({number})"
            chosen = _shortened(stem, LONGEST - len(suffix)) + suffix
        taken.add(_folded(chosen))
        files.append(chosen + ending)
    return files


def _stem(name: str) -> str:
    """The name without what a system refuses, hides, runs together or shows as something else."""
    composed = unicodedata.normalize("NFC", name)
    spaced = "".join(" " if char.isspace() else char for char in composed)
    # Controls, marks that turn the writing round, surrogates, characters not assigned.
    shown = "".join(char for char in spaced if unicodedata.category(char)[0] != "C")
    line = " ".join(_NOT_IN_NAMES.sub("-", shown).split())
    line = line.lstrip(".~- ")  # hidden, temporary, or taken for an option
    if _DEVICES.match(line):
        line = f"_{line}"
    return _shortened(line, LONGEST)


def _shortened(text: str, longest: int) -> str:
    cut = text.encode()[:longest].decode(errors="ignore")
    return cut.rstrip(". ")


def _folded(text: str) -> str:
    """What file systems take for one name: without regard to case or how accents are written."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
