"""A file's bytes to a :class:`Book`, once, in limited processes: cells of sheets, nothing of plans.

What others use is named in ``__init__.pyi``, and imported when it is first used: the processes that
parse files load no pandas.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
