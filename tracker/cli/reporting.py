"""``report``: the scrutiny report of a plan as a Word document."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.comparing import PreviousAsAt
from tracker.cli.options import (
    Asked,
    Format,
    Kept,
    OutputFormat,
    PlanPath,
    Shown,
)
from tracker.cli.output_files import refuse_to_overwrite, write
from tracker.cli.printing import print_answer
from tracker.cli.showing import CommandError, Earlier, Standing, day, standing, weighed
from tracker.report.own_words import Length

if TYPE_CHECKING:
    from tracker.output.chart_pictures import Drawn
    from tracker.report.content import Report
    from tracker.report.own_words import ReportWords
    from tracker.timeline import Comparison

Output = Annotated[Path, typer.Option("--output", "-o", help="The Word file to write.")]
Previous = Annotated[
    Path | None,
    typer.Option("--previous", help="The plan as at the last report: what changed since is said."),
]
NextMeeting = Annotated[
    str | None,
    typer.Option(
        "--next-meeting",
        metavar="YYYY-MM-DD",
        help="The day of the next meeting: what falls due before it is listed.",
    ),
]
WordsFile = Annotated[
    Path | None,
    typer.Option("--words", help="A JSON file of the report's own words: meeting, contact, …"),
]
Template = Annotated[
    Path | None,
    typer.Option(
        "--template", help="A Word document whose styles, headers, page and logo are kept."
    ),
]
LengthOption = Annotated[
    Length,
    typer.Option("--length", help="Two pages and Appendix A, or the committee's lists with them."),
]
Extensions = Annotated[
    bool,
    typer.Option("--decide-extensions", help="Put the later dates asked for to the meeting."),
]
Charts = Annotated[
    bool,
    typer.Option("--charts/--no-charts", help="Draw charts where a Chrome or Edge is found."),
]


def report(
    plan: PlanPath,
    output: Output,
    asked: Asked,
    kept: Kept,
    shown: Shown,
    previous: Previous = None,
    previous_as_at: PreviousAsAt = None,
    next_meeting: NextMeeting = None,
    words: WordsFile = None,
    template: Template = None,
    length: LengthOption = Length.short,
    decide_extensions: Extensions = False,
    charts: Charts = True,
    output_format: OutputFormat = Format.text,
) -> None:
    """Write the scrutiny report: eight sections and the plan as Appendix A."""
    earlier = Earlier.given(previous, previous_as_at)
    if charts:
        from tracker.output.browser import warm

        warm()  # while the plan is read
    from tracker.own_downloads import is_sample
    from tracker.report.compose import compose_report

    at = standing(plan, asked, kept, shown, previous=earlier)
    refuse_to_overwrite(output, plan, previous, template, words)
    comparison = _comparison(at) if earlier else None
    with ThreadPoolExecutor(1) as meanwhile:
        drawn = meanwhile.submit(_pictures, at) if charts else None
        made = compose_report(
            at.plan,
            at.measured,
            as_at=at.as_at,
            words=_words(at, asked, words, next_meeting),
            comparison=comparison,
            length=length,
            decide_extensions=decide_extensions,
            illustrative=is_sample(at.plan.source.sha256),
            before=at.before if length is Length.full else None,
        )
        pictures, why_none = drawn.result() if drawn else ({}, "")
    _write(made, output, template, pictures)
    if output_format is Format.json:
        values = {
            "previous_as_at": comparison and comparison.previous_as_at.isoformat(),
            "file": str(output),
            "actions": len(at.measured),
            "charts": list(pictures),
            "length": length.value,
            "to_complete": list(made.missing),
            "warnings": list(made.warnings),
        }
        print_answer("report", at, values, weighed(at, asked, kept))
    else:
        typer.echo("\n".join(_told(made, at, output, why_none)))


def _comparison(at: Standing) -> Comparison:
    """The plan compared with that of the last report, each as at its own date."""
    from tracker.words import date_words

    earlier, comparison = at.since()
    if earlier.as_at >= at.as_at:
        raise CommandError(
            f"--previous: that plan is as at {date_words(earlier.as_at)}, not before "
            f"{date_words(at.as_at)}; say its date with --previous-as-at"
        )
    return comparison


def _words(at: Standing, asked: Asked, file: Path | None, next_meeting: str | None) -> ReportWords:
    from tracker.report.inspection import offered, read_inspection
    from tracker.report.own_words import read_words

    words = offered(read_inspection(asked.catalogue) if asked.catalogue else None)
    if file:
        words = read_words(file, words)
    meeting: date | None = day(next_meeting, "--next-meeting")
    if meeting and meeting <= at.as_at:
        raise CommandError(
            f"--next-meeting must be after {at.as_at.isoformat()}, the day the report is as at"
        )
    return replace(words, next_meeting=meeting) if meeting else words


def _pictures(at: Standing) -> tuple[dict[str, Drawn], str]:
    """The report's charts, and why there are none where they could not be drawn."""
    from tracker.charts.of_report import report_charts
    from tracker.output.browser import NO_BROWSER, BrowserError, has_browser
    from tracker.output.chart_pictures import draw_charts

    if not has_browser():
        return {}, NO_BROWSER
    try:
        return draw_charts(report_charts(at.measured, at.as_at)), ""
    except BrowserError as error:
        return {}, str(error)


def _write(made: Report, output: Path, template: Path | None, pictures: dict[str, Drawn]) -> None:
    from tracker.output.word_file import write_report
    from tracker.output.word_template import TemplateError

    try:
        styled = template.read_bytes() if template else None
    except OSError as error:
        raise CommandError(f"{template} could not be opened: {error.strerror}") from error
    try:
        data = write_report(made, template=styled, pictures=pictures)
    except TemplateError as error:
        raise CommandError(f"--template: {error}") from error
    write(output, data)


def _told(made: Report, at: Standing, output: Path, why_none: str) -> list[str]:
    """What was written, what it lacks, and what its author still has to complete."""
    from tracker.words import count, listed

    lines = [f"Wrote the report of {count('action', len(at.measured))} to {output}"]
    if at.audience.notice:
        lines.append(at.audience.of_figures)
    lines += at.doubts
    if why_none:
        lines.append(f"It has no chart. {why_none}")
    if made.missing:
        lines.append(f"Still to be completed in it: {listed(list(made.missing))}")
    return [*lines, *made.warnings]
