"""``replies``: what owners sent back, and the plan with what is accepted of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import Asked, Format, Kept, OutputFormat, PlanPath
from tracker.cli.output_files import is_same, write
from tracker.cli.printing import print_answer
from tracker.cli.showing import CommandError, Standing, standing, weighed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.questions import Weighed
    from tracker.replies.accepted import Accepted
    from tracker.replies.proposals import Proposal, Replies, Stopped

Files = Annotated[list[Path], typer.Argument(help="The owners' workbooks, as they came back.")]
NewFile = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="The workbook to write, with what is accepted in it."),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only", metavar="REFERENCE", help="Accept this action's alone; repeat for more."
    ),
]


def replies(
    plan: PlanPath,
    files: Files,
    asked: Asked,
    kept: Kept,
    output: NewFile = None,
    only: Only = None,
    output_format: OutputFormat = Format.text,
) -> None:
    """Say what owners' workbooks propose and what is stopped; with -o write the plan with it."""
    from tracker.replies.returned import read_replies

    at = standing(plan, asked, kept)
    found = read_replies(at.plan, at.measured, at.as_at, [(f.name, _content(f)) for f in files])
    chosen = _chosen(found, only)
    accepted = _write(at, plan, output, chosen) if output else None
    stopped = [*found.stopped, *(accepted.stopped if accepted else ())]
    if output_format is Format.json:
        _print_json(at, found, stopped, output, accepted, weighed(at, asked, kept))
    else:
        typer.echo("\n".join(_in_words(found, stopped, output, accepted)))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file} could not be opened: {error.strerror}") from error


def _chosen(found: Replies, only: list[str] | None) -> list[Proposal]:
    references = {each.reference for each in found.proposed}
    for reference in only or []:
        if reference not in references:
            raise CommandError(f"--only {reference}: no change is proposed for that reference")
    return [each for each in found.proposed if not only or each.reference in only]


def _write(at: Standing, plan: Path, output: Path, chosen: list[Proposal]) -> Accepted:
    from tracker.replies.accepted import accept

    if is_same(output, plan):
        raise CommandError(f"{output.name} is the plan itself: give the new workbook another name")
    data = plan.read_bytes()
    accepted = accept(at.plan, data, chosen)
    macros = plan.suffix.casefold() == ".xlsm" and not accepted.is_new
    ending = ".xlsm" if macros else ".xlsx"
    if output.suffix.casefold() != ending:
        raise CommandError(
            f"{output.name}: what is written is a workbook, so it must end in {ending}"
        )
    write(output, accepted.content)
    return accepted


def _print_json(
    at: Standing,
    found: Replies,
    stopped: Sequence[Stopped],
    output: Path | None,
    accepted: Accepted | None,
    questions: Sequence[Weighed],
) -> None:
    from tracker.output.as_json import reply_values

    values = {
        **reply_values(replace(found, stopped=tuple(stopped))),
        "file": str(output) if output else None,
        "written": len(accepted.written) if accepted else 0,
    }
    print_answer("replies", at, values, questions)


def _in_words(
    found: Replies,
    stopped: Sequence[Stopped],
    output: Path | None,
    accepted: Accepted | None,
) -> list[str]:
    from tracker.replies.accepted import MADE_ANEW
    from tracker.replies.proposals import in_words, silent_words
    from tracker.vocabulary import FIELDS
    from tracker.words import count

    lines = [f"{count('change', len(found.proposed))} proposed"]
    for each in found.proposed:
        label = FIELDS[each.field].label
        reason = f" ({each.reason})" if each.reason else ""
        before = in_words(each.before) or "nothing"
        lines.append(f"  {each.reference} {label}: {before} → {in_words(each.after)}{reason}")
        lines.append(f"    {each.owner}, {each.file}")
    lines.append(f"{count('answer', len(stopped))} stopped")
    lines += [f"  {each.file} {each.cell}: {each.problem}" for each in stopped]
    lines += silent_words(found)
    if accepted:
        lines.append(f"Wrote {count('change', len(accepted.written))} to {output}")
        lines += [MADE_ANEW] if accepted.is_new else []
    return lines
