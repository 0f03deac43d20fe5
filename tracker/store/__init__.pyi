from .errors import AlreadyRecorded as AlreadyRecorded
from .errors import HistoryError as HistoryError
from .history import History as History
from .remembered import Decided as Decided
from .remembered import Deleted as Deleted
from .transfer import copy_history as copy_history
