"""Who may do what: roles by address, domain or group, and settings that are wrong said so."""

from pathlib import Path

import pytest

from tracker.access import LOCAL, NotAllowed, Person, Settings, SettingsError, read_settings

SETTINGS = """
[roles]
administrator = ["im.admin@force.example"]
manager = ["group:Information Management"]
owner = ["@force.example"]
viewer = ["@opcc.example"]

[owners]
"Records.Head@force.example" = ["Head of Records"]

[sign_in]
groups_claim = "roles"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    path = tmp_path / "settings.toml"
    path.write_text(SETTINGS, encoding="utf-8")
    return read_settings(path)


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"email": "im.admin@force.example"}, "administrator"),
        ({"email": "IM.Admin@Force.Example"}, "administrator"),
        ({"email": "x@force.example", "roles": ["information  management"]}, "manager"),
        ({"email": "x@force.example", "roles": "Information Management"}, "manager"),
        ({"sub": "1", "roles": ["Information Management"]}, "manager"),
        ({"email": "x@force.example"}, "owner"),
        ({"email": "x@opcc.example"}, "viewer"),
        ({"preferred_username": "x@opcc.example"}, "viewer"),
    ],
)
def test_the_highest_role_that_somebody_has_counts(settings, claims, role):
    assert settings.person(claims).role == role


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email": "x@elsewhere.example"},
        {"email": "x@notforce.example"},
        {"email": "x@sub.force.example"},
        {"email": "force.example"},
        {"email": "@force.example"},
        {"email": "im.admin@force.example", "email_verified": False},
        {"email": ["im.admin@force.example"]},
        {"email": "x@elsewhere.example", "groups": ["Information Management"]},
        {"email": "x@elsewhere.example", "roles": ["im.admin@force.example", "@force.example"]},
        {"email": "x@elsewhere.example", "roles": {"Information Management": 1}.keys()},
    ],
)
def test_nobody_else_has_a_role(settings, claims):
    assert settings.person(claims) is None


def test_an_owner_is_known_by_the_names_that_plans_give_them(settings):
    person = settings.person({"email": "records.head@force.example"})
    assert person == Person("records.head@force.example", "owner", ("Head of Records",))


def test_each_role_may_do_what_it_is_for_and_no_more():
    may = {
        role: {
            act
            for act in ("see", "see_restricted", "upload", "record", "report", "delete")
            if Person("x", role).may(act)
        }
        for role in ("viewer", "owner", "manager", "administrator")
    }
    managers = {"see", "see_restricted", "upload", "record", "report"}
    assert may == {
        "viewer": {"see"},
        "owner": {"see"},
        "manager": managers,
        "administrator": managers | {"delete"},
    }
    assert LOCAL.may("delete")


def test_who_may_not_is_told_who_may():
    with pytest.raises(NotAllowed) as refused:
        Person("x", "manager").must("delete")
    assert str(refused.value) == (
        "Only an administrator may delete a recorded position; your role is manager."
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[roles]\nadmin = ["a@b"]', "“admin” in [roles]"),
        ('[role]\nmanager = ["a@b"]', "a part “role”"),
        ('[roles]\nmanager = "a@b"', "“manager” in [roles] must be a list"),
        ("[roles]\nmanager = [1]", "“manager” in [roles] must be a list"),
        ('roles = "x"', "a part “roles”"),
        ('[server]\nopen_without_sign_in = "yes"', "must be true or false"),
        ("[sign_in]\ngroups_claim = 3", "must be a text"),
        ("[roles", "cannot be read"),
        ("\x00", "cannot be read"),
    ],
)
def test_settings_that_are_not_understood_are_refused_in_one_sentence(tmp_path, text, said):
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_settings(path)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_without_a_settings_file_nobody_has_a_role(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRACKER_SETTINGS", raising=False)
    assert read_settings() == Settings()
    assert read_settings().person({"email": "a@b.example"}) is None


def test_a_settings_file_that_is_named_must_be_there(tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKER_SETTINGS", str(tmp_path / "none.toml"))
    with pytest.raises(SettingsError, match="There is no settings file"):
        read_settings()
