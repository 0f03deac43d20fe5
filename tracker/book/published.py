"""The one kind of web page that is read: a plan's, as the tracker published it.

It carries the filtered Excel of the actions that it shows, which is read in its place.
"""

from __future__ import annotations

import base64
import binascii
import re

from tracker.book.limited import PlanError
from tracker.own_files import PUBLISHED_MARK

_START = 2_048  # bytes in which a page that the tracker made says so
_WORKBOOK = re.compile(
    rb'<a id="workbook"[^>]{0,200} href="data:[a-z0-9./-]{1,100};base64,([A-Za-z0-9+/=]+)"'
)


def workbook_in(data: bytes) -> bytes | None:
    """The workbook in a published page; None where it is no such page.

    Raises :class:`PlanError` where the page is one, but what it carries is not whole.
    """
    if PUBLISHED_MARK.encode() not in data[:_START] or not data.lstrip().lower().startswith(
        b"<!doctype html"
    ):
        return None
    found = _WORKBOOK.search(data)
    try:
        if found:
            return base64.b64decode(found.group(1), validate=True)
    except binascii.Error:
        pass
    raise PlanError(
        "This published page is damaged: the plan that it carries is not whole. Download it again."
    )
