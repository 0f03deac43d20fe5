"""What goes with the owners' workbooks: drafts of e-mails, calendars of due dates, all in a zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import SMTP

import pandas as pd

from tracker.replies.form import hashed
from tracker.replies.workbooks import ENDING, OwnersWorkbook
from tracker.vocabulary import FIELDS
from tracker.words import count, date_words, shortened

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip holds: the same content, the same file
_XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LINE = 73  # bytes of a calendar's line, of the 75 that one may have


def draft(book: OwnersWorkbook, plan_name: str, as_at: date) -> bytes:
    """An e-mail to nobody yet, with the workbook attached, that a mail program opens to be sent."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = " ".join(f"Action plan: your update, {plan_name}".split())
    mail["X-Unsent"] = "1"  # which makes a draft of it
    mail.set_content(
        f"Dear {book.owner},\n\n"
        f"Attached {'is' if len(book.actions) == 1 else 'are'} your "
        f"{count('open action', len(book.actions))}, as at {date_words(as_at)}. Please fill in "
        "what has changed and send the workbook back as it is. A new date needs a reason.\n"
    )
    mail.add_attachment(book.content, maintype="application", subtype=_XLSX, filename=book.file)
    mail.set_boundary(f"workbook-{hashed([book.owner, plan_name])}")
    return mail.as_bytes()


def calendar(book: OwnersWorkbook, as_at: date) -> bytes:
    """The agreed dates of an owner's open actions as all-day events; those without one left out."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Action-plan tracker//EN"]
    dated = book.actions[book.actions["agreed_due"].notna()]
    for row in dated.to_dict("records"):
        day: pd.Timestamp = row["agreed_due"]
        reference, wording = row["reference"] or "", row["action"] or FIELDS["action"].label
        name = ". ".join(filter(None, (reference, shortened(wording, 120))))
        lines += [
            "BEGIN:VEVENT",
            f"UID:{hashed([book.owner, reference, wording])}@action-plan-tracker",
            f"DTSTAMP:{as_at:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(f'Action due: {name}')}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def beside(book: OwnersWorkbook, plan_name: str, as_at: date) -> dict[str, bytes]:
    """The draft and the calendar of a workbook, each by its file's name."""
    stem = book.file.removesuffix(ENDING)
    return {
        f"{stem}.eml": draft(book, plan_name, as_at),
        f"{stem}.ics": calendar(book, as_at),
    }


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Files in a zip, by their names."""
    buffer = io.BytesIO()
    # A workbook is a zip already: packing it again would cost time and save nothing.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DATE), content)
    return buffer.getvalue()


def _escaped(text: str) -> str:
    line = " ".join(text.encode(errors="replace").decode().split())
    return line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces, each but the first beginning with a space, as a calendar has them."""
    while len(line.encode()) > _LINE:
        cut = len(line.encode()[:_LINE].decode(errors="ignore"))
        yield line[:cut]
        line = " " + line[cut:]
    yield line
