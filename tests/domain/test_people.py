"""Names of roles, addresses, passwords."""

from __future__ import annotations

import pytest

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.people import WeakPassword, check_password, clean_email, clean_name
from feedbackyes.domain.principal import Principal, Role, TrainerKind, role_named

INTERNAL, EXTERNAL = TrainerKind.INTERNAL, TrainerKind.EXTERNAL


@pytest.mark.parametrize(
    ("name", "role", "kind"),
    [
        ("admin", Role.ADMIN, None),
        ("SuperAdmin", Role.ADMIN, None),
        ("super-admin", Role.ADMIN, None),
        ("trainer", Role.TRAINER, INTERNAL),
        ("Formateur-int", Role.TRAINER, INTERNAL),
        ("Formateur-ext", Role.TRAINER, EXTERNAL),
        ("FORMATEUR_EXT", Role.TRAINER, EXTERNAL),
        ("trainer-external", Role.TRAINER, EXTERNAL),
        ("learner", Role.LEARNER, None),
        ("Formé", Role.LEARNER, None),
        ("forme\u0301", Role.LEARNER, None),
        ("Forme", Role.LEARNER, None),
    ],
)
def test_roles_have_the_names_of_the_documents_too(name: str, role: Role, kind: TrainerKind | None) -> None:
    assert role_named(name) == (role, kind)


@pytest.mark.parametrize("name", ["", "king", "admins", "formateur-autre"])
def test_other_names_are_no_roles(name: str) -> None:
    with pytest.raises(InvalidInput, match="admin, trainer, learner"):
        role_named(name)


def test_only_a_trainer_can_be_from_outside() -> None:
    assert Principal("x", Role.TRAINER, trainer_kind=EXTERNAL).external
    assert not Principal("x", Role.TRAINER).external
    assert not Principal("x", Role.ADMIN, trainer_kind=EXTERNAL).external


def test_addresses_are_compared_without_case() -> None:
    assert clean_email(" Ada@Example.ORG ") == "ada@example.org"


@pytest.mark.parametrize("wrong", ["", "ada", "@x.org", "ada@", "a b@x.org", "a@x..org", "a@b@c", "a" * 250 + "@x.org"])
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidInput):
        clean_email(wrong)


def test_names_lose_what_is_around_them() -> None:
    assert clean_name("  Ada \n Lovelace ") == "Ada Lovelace"
    for wrong in ("", " ", "x" * 201, "a\0b", "a\u202eb"):
        with pytest.raises(InvalidInput):
            clean_name(wrong)


@pytest.mark.parametrize(
    "weak",
    ["", "eleven char", "ada@example.org", "ADA@example.org ", "Ada Lovelace", "abababababab", "x7!a" * 64 + "b"],
)
def test_passwords_that_anybody_would_try_are_refused(weak: str) -> None:
    with pytest.raises(WeakPassword):
        check_password(weak, email="ada@example.org", name="Ada Lovelace")


@pytest.mark.parametrize("fine", ["correct horse battery", "twelve chars", "пароль длинный", "x7!a" * 64])
def test_long_ones_are_taken_whatever_they_are_made_of(fine: str) -> None:
    check_password(fine, email="ada@example.org", name="Ada Lovelace")
