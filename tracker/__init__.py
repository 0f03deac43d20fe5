"""The action-plan tracker: a plan in, slippage out.

>>> from tracker import measure, read_plan, summarise
>>> plan = read_plan("sample_data/building_the_picture_2016-04-30.xlsx")
>>> measured = measure(plan.actions, plan.as_at)
>>> summarise(measured).totals["overdue"]

The names below are what others use, in the order in which a reader meets them. Each is
imported when it is first used, so that ``import tracker`` costs next to nothing and the
process that parses uploaded files never loads more than it needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.book import PlanError, mark_workbook
    from tracker.filters import filter_actions
    from tracker.forecasting.plan import forecast
    from tracker.measures import measure
    from tracker.output.excel import export_excel
    from tracker.output.word import write_report
    from tracker.reading.choices import Choice, Choices, Question
    from tracker.reading.findings import Finding
    from tracker.reading.plan import Plan, read_plan
    from tracker.replies.accepted import accept
    from tracker.replies.returned import read_replies
    from tracker.replies.workbooks import owners_workbooks
    from tracker.report.compose import compose_report
    from tracker.summaries import Summary, summarise

_HOMES = {
    "read_plan": "tracker.reading.plan",
    "Plan": "tracker.reading.plan",
    "Choice": "tracker.reading.choices",
    "Choices": "tracker.reading.choices",
    "Question": "tracker.reading.choices",
    "Finding": "tracker.reading.findings",
    "PlanError": "tracker.book",
    "measure": "tracker.measures",
    "summarise": "tracker.summaries",
    "Summary": "tracker.summaries",
    "filter_actions": "tracker.filters",
    "forecast": "tracker.forecasting.plan",
    "export_excel": "tracker.output.excel",
    "owners_workbooks": "tracker.replies.workbooks",
    "read_replies": "tracker.replies.returned",
    "accept": "tracker.replies.accepted",
    "compose_report": "tracker.report.compose",
    "write_report": "tracker.output.word",
    "mark_workbook": "tracker.book",
}

__all__ = [
    "Choice",
    "Choices",
    "Finding",
    "Plan",
    "PlanError",
    "Question",
    "Summary",
    "accept",
    "compose_report",
    "export_excel",
    "filter_actions",
    "forecast",
    "mark_workbook",
    "measure",
    "owners_workbooks",
    "read_plan",
    "read_replies",
    "summarise",
    "write_report",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'tracker' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
