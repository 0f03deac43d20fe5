"""A recommendation is known by its number, however that is written: "Rec. 3" is "3"."""

from __future__ import annotations

import re

from tracker.words import folded

# All these are 5: "5.", "Rec 5", "R5", "Recommendation no. 5 – wording". 5.2 and 2023-5 are not.
_RECOMMENDATION_NUMBER = re.compile(
    r"(?:(?:recommendation|rec|r)(?![a-z]))?[\s.:#-]*(?:(?:number|no)(?![a-z]))?[\s.:#-]*"
    r"([a-z]*\d+(?:[./-]\d+)*[a-z]?)(?!\w)"
)


def recommendation_key(name: str | None) -> str | None:
    """A recommendation's number, however it is written; the whole name where it has none.

    >>> recommendation_key("Recommendation 5 – Scrutinise audits")
    '5'
    """
    if name is None:
        return None
    plain = folded(name)
    number = _RECOMMENDATION_NUMBER.match(plain)
    return number.group(1) if number else plain
