"""Who may do what: people, their roles and the settings that give them."""

from tracker.access.audit import AuditError
from tracker.access.permissions import LOCAL, NotAllowed, Person
from tracker.access.settings import Settings, SettingsError, read_settings

__all__ = [
    "LOCAL",
    "AuditError",
    "NotAllowed",
    "Person",
    "Settings",
    "SettingsError",
    "read_settings",
]
