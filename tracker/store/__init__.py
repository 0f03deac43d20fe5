"""Plans recorded in SQL, so that dates cannot move unseen: see ``docs/history.md``.

What others use is named in ``__init__.pyi``, and imported when it is first used: SQL takes a third
of a second to load, and an error need not wait for it.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
