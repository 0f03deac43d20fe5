"""The one settings file of who may do what: roles by e-mail address, domain or group."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tracker.access.permissions import ROLES, Person, Role
from tracker.words import folded

FILE_VARIABLE = "TRACKER_SETTINGS"
FILE_NAME = "settings.toml"
GROUP = "group:"
"""What begins the name of a group among the people of a role."""

_SECTIONS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "roles": frozenset(ROLES),
        "owners": frozenset(),  # any address
        "sign_in": frozenset(("groups_claim",)),
        "server": frozenset(("open_without_sign_in",)),
    }
)


class SettingsError(Exception):
    """The settings file cannot be used; ``str(error)`` is one plain sentence."""


@dataclass(frozen=True)
class Settings:
    """Who has which role, and what the server may do.

    ``roles``: for each role the addresses ("a@force.example"), domains ("@force.example") and
    groups ("group:Records") that have it. ``owners``: by address, the names under which plans
    list that person. ``groups_claim`` is the sign-in's claim that holds somebody's groups.
    ``open_without_sign_in``: whether the server may listen to others though nobody signs in.
    """

    roles: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups_claim: str = "groups"
    open_without_sign_in: bool = False

    def person(self, claims: Mapping[str, Any]) -> Person | None:
        """Who signed in, with the highest role that they have; ``None`` where they have none.

        ``claims`` are those of the sign-in. An address counts only where the provider does not
        say that it is unverified.
        """
        address = _address(claims)
        given = claims.get(self.groups_claim)
        groups = [given] if isinstance(given, str) else given if isinstance(given, Sequence) else []
        known = {GROUP + folded(group) for group in groups if isinstance(group, str)}
        if address:
            known |= {address, "@" + address.rpartition("@")[2]}
        for role in reversed(tuple(ROLES)):
            if known & {_folded_entry(entry) for entry in self.roles.get(role, ())}:
                name = address or folded(str(claims.get("sub", "")))
                owners = self.owners.get(address, ()) if role != "viewer" else ()
                return Person(name, role, owners)
        return None


def read_settings(path: Path | None = None) -> Settings:
    """The settings in a file: ``path``, else that in ``TRACKER_SETTINGS``, else ``settings.toml``.

    Without a file nobody has a role. Raises :class:`SettingsError` where the file is there and
    says something that is not understood: a role mistyped must not be a role not given.
    """
    named = os.environ.get(FILE_VARIABLE)
    file = path or Path(named or FILE_NAME)
    if not file.exists():
        if path or named:
            raise SettingsError(f"There is no settings file {file}.")
        return Settings()
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"The settings file {file} cannot be read: {error}.") from error
    return _settings(values)


def _settings(values: Mapping[str, Any]) -> Settings:
    for section, entries in values.items():
        if section not in _SECTIONS or not isinstance(entries, Mapping):
            known = ", ".join(f"[{name}]" for name in _SECTIONS)
            raise SettingsError(f"The settings have a part “{section}”: they may have {known}.")
        for name in entries:
            if _SECTIONS[section] and name not in _SECTIONS[section]:
                known = ", ".join(sorted(_SECTIONS[section]))
                raise SettingsError(
                    f"The settings say “{name}” in [{section}]: it may say {known}."
                )
    sign_in, server = values.get("sign_in", {}), values.get("server", {})
    return Settings(
        roles={
            role: _texts("roles", role, names) for role, names in values.get("roles", {}).items()
        },
        owners={
            folded(address): _texts("owners", address, names)
            for address, names in values.get("owners", {}).items()
        },
        groups_claim=_of_kind(str, "sign_in", "groups_claim", sign_in, "groups"),
        open_without_sign_in=_of_kind(bool, "server", "open_without_sign_in", server, False),
    )


def _of_kind(kind: type, section: str, name: str, values: Mapping[str, Any], default: Any) -> Any:
    value = values.get(name, default)
    if not isinstance(value, kind):
        words = {str: "a text in quotation marks", bool: "true or false"}[kind]
        raise SettingsError(f"In the settings, {name} in [{section}] must be {words}.")
    return value


def _texts(section: str, name: str, values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise SettingsError(
            f"In the settings, “{name}” in [{section}] must be a list of texts, such as "
            '["a@force.example"].'
        )
    return tuple(value for value in values if value.strip())


def _address(claims: Mapping[str, Any]) -> str:
    if claims.get("email_verified") in (False, "false"):
        return ""
    address = claims.get("email") or claims.get("preferred_username") or ""
    plain = folded(address) if isinstance(address, str) else ""
    name, at, domain = plain.rpartition("@")
    return plain if name and at and domain and " " not in plain else ""


def _folded_entry(entry: str) -> str:
    prefix, colon, group = entry.strip().partition(":")
    return f"{GROUP}{folded(group)}" if prefix.casefold() + colon == GROUP else folded(entry)
