"""The action-plan tracker: a plan in, slippage out.

>>> from tracker import measure, read_plan, summarise
>>> plan = read_plan("sample_data/building_the_picture_2016-04-30.xlsx")
>>> measured = measure(plan.actions, plan.as_at)
>>> summarise(measured).totals["overdue"]

What others use is named in ``__init__.pyi``. Each is imported when it is first used, so that
``import tracker`` costs next to nothing and the process that parses uploaded files never loads
more than it needs.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
