from .errors import AlreadyRecorded as AlreadyRecorded
from .errors import HistoryError as HistoryError
from .history import Deleted as Deleted
from .history import History as History
from .queries import Decided as Decided
from .transfer import copy_history as copy_history
