"""The command line: each command a thin call of the library's function of that name."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from tracker.book import PlanError
from tracker.cli import (
    comparing,
    correcting,
    exporting,
    forecasting,
    plans,
    publishing,
    recording,
    replying,
    reporting,
)
from tracker.cli.options import with_options
from tracker.cli.showing import CommandError

app = typer.Typer(
    name="python -m tracker",
    help="Hold an action plan to account: what is complete, what slipped, and who owns it.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in (
    plans.check,
    plans.summary,
    plans.actions,
    exporting.export,
    comparing.compare,
    forecasting.forecast,
    reporting.report,
    publishing.publish,
    replying.replies,
):
    app.command()(with_options(command))
for correction in (
    correcting.supersede,
    correcting.undo,
    correcting.redate,
    correcting.rename,
    correcting.merge,
    correcting.delete,
):
    recording.history.command()(with_options(correction))
app.add_typer(recording.history, name="history")


def main(arguments: list[str] | None = None) -> None:
    """Run a command. Exit status 2 with one line on standard error where it cannot be done."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        code = app(args=arguments, standalone_mode=False)
    except typer.TyperException as error:
        _stop(f"{_sentence(error)} Add --help for what can be given.")
    except (PlanError, CommandError) as error:
        _stop(str(error))
    except BrokenPipeError:
        raise SystemExit(0) from None
    except Exception as error:
        if not isinstance(error, _history_errors()):
            raise
        _stop(str(error))
    raise SystemExit(code if isinstance(code, int) else 0)


def _history_errors() -> tuple[type[Exception], ...]:
    """The history's errors, where a command has loaded it."""
    errors = sys.modules.get("tracker.store.errors")
    return (errors.HistoryError,) if errors else ()


def _sentence(error: typer.TyperException) -> str:
    """The command line library's message for a person, one sentence."""
    say = getattr(error, "format_message", error.__str__)
    return str(say()).rstrip(".") + "."


def _stop(message: str) -> None:
    typer.echo("error: " + " ".join(message.split()), err=True)
    raise SystemExit(2)
