"""The rows of a chart: short labels left of their marks, else words over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.charts.chart import LABEL_SIZE, Trace, bar, halo, rows_axis, scatter
from tracker.charts.palette import THEMES, ThemeName
from tracker.charts.text import LABEL_WIDTH, plain, safe, wrap
from tracker.words import told_apart

WIDTH = 52
"""Characters a line of the words over a row: as many as the narrowest phone is wide."""
NAME_LINES = 4
"""Lines of a name, which is not cut where another could begin alike."""
LINE = 16
"""Pixels a line of those words."""
MARKS = 24
"""Pixels of a row's marks, unless a figure stands over them."""
GAP = 5
"""Pixels between rows."""
CLEAR = "rgba(0,0,0,0)"


@dataclass(frozen=True)
class ChartRows:
    """What stands at each row (safe text), and how many lines of it stand over the marks.

    With no line the labels stand left of the marks.
    """

    labels: tuple[str, ...]
    lines: int
    marks: int = MARKS

    @property
    def height(self) -> int:
        """Pixels a row."""
        return LINE * self.lines + self.marks + GAP

    @property
    def up(self) -> float:
        """How far a row reaches over its marks, in rows."""
        return 1 - (MARKS / 2) / self.height if self.lines else 0.5

    def _middle(self, label: str) -> float:
        """How far over its marks the middle of a row's words is, in rows: they end there."""
        lines = label.count("<br>") + 1
        return (self.marks - MARKS / 2 + LINE * lines / 2) / self.height

    def axis(self, theme: ThemeName, *, above: float = 0) -> dict[str, Any]:
        """The y axis: rows at 0, 1, 2 …, the first at the top, ``above`` pixels over it."""
        axis = rows_axis(self.labels, theme)
        top = self.up + above / self.height
        axis["range"] = [len(self.labels) - self.up, -top]
        return axis if not self.lines else {**axis, "showticklabels": False}

    def traces(self, left: Any, right: Any, theme: ThemeName) -> list[Trace]:
        """The words over the rows, and what makes a row answer a click anywhere on it.

        ``left`` and ``right`` are the ends of the x axis, in its units; of dates, the milliseconds
        between them are ``right``.
        """
        places = list(range(len(self.labels)))
        area = bar(
            x=[right] * len(places),
            y=places,
            base=[left] * len(places),
            orientation="h",
            width=1,
            offset=-self.up,
            marker={"color": CLEAR, "line": {"width": 0}},
            hoverinfo="none",
            showlegend=False,
        )
        if not self.lines:
            return [area]
        words = scatter(
            x=[left] * len(places),
            y=[place - self._middle(label) for place, label in enumerate(self.labels)],
            mode="text",
            text=list(self.labels),
            textposition="middle right",
            textfont={
                "color": THEMES[theme].ink,
                "size": LABEL_SIZE,
                "shadow": halo(THEMES[theme].background),
            },
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
        )
        return [area, words]

    def plot_height(self, *, above: float = 0) -> float:
        """Pixels of a plot of these rows, at least two of them."""
        return self.height * max(len(self.labels), 2) + above


def named(names: Sequence[str], marks: int = MARKS) -> ChartRows:
    """Rows of groups by name: left of the marks where all are short, else over them in full."""
    if all(len(plain(name)) <= LABEL_WIDTH for name in names):
        return ChartRows(tuple(map(safe, names)), 0, marks)
    labels = [wrap(name, WIDTH, NAME_LINES) for name in names]
    return ChartRows(tuple(labels), max(label.count("<br>") for label in labels) + 1, marks)


def worded(
    references: Sequence[str | None],
    wordings: Sequence[str | None],
    owners: Sequence[str],
    theme: ThemeName,
) -> ChartRows:
    """Rows of actions: reference and wording cut at a word, and beneath these whose it is."""
    names = told_apart(owners, WIDTH)
    pairs = []
    for reference, wording, owner in zip(references, wordings, owners, strict=True):
        words = " ".join(part for part in (reference, wording) if part) or "No wording"
        first = wrap(words, WIDTH, 1)
        start = safe(reference) if reference else ""
        if start and first.startswith(start):
            first = f"<b>{start}</b>{first.removeprefix(start)}"
        pairs.append((first, names[owner]))
    return over(pairs, theme)


def over(pairs: Iterable[tuple[str, str]], theme: ThemeName) -> ChartRows:
    """Rows of two lines over the marks: safe text, and beneath it paler words cut at a word."""
    style = f"color:{THEMES[theme].muted}"
    labels = (f'{first}<br><span style="{style}">{wrap(w, WIDTH, 1)}</span>' for first, w in pairs)
    return ChartRows(tuple(labels), 2)
