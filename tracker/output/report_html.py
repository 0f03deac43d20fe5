"""A report as HTML, to be read on the page as it will print: the same content as in Word."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from tracker.output.templates import templates
from tracker.report.content import Report, parts

if TYPE_CHECKING:
    from markupsafe import Markup


BREAK = "<!--picture-->"


def report_html(report: Report, pictures: Collection[str] = ()) -> list[str]:
    """The report as fragments of HTML: its text escaped, its appendices on papers of their own.

    Between two of them stands the next of its ``pictures``, charts by key; others are left out.
    """
    environment = templates()
    environment.filters["marked"] = _marked
    whole = environment.get_template("report.html.j2").render(
        report=report, pictures=pictures, kind=lambda block: type(block).__name__, end=BREAK
    )
    return whole.split(BREAK)


def _marked(text: str) -> Markup:
    """A text escaped, with what is still to be completed marked."""
    from markupsafe import Markup

    marked = Markup("<mark>{}</mark>")
    return Markup().join(marked.format(part) if open_ else part for part, open_ in parts(text))
