"""What follows from what an identity provider says."""

from __future__ import annotations

from typing import Any

import pytest

from feedbackyes.domain.claims import local_target, name_of, role_of, values_of, verified_email
from feedbackyes.domain.principal import Role, TrainerKind

CLAIMS = {
    "groups": ["staff", "coaches"],
    "role": "SuperAdmin",
    "realm_access": {"roles": ["admin", 7]},
    "https://x.example/role": "learner",
}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("groups", ["staff", "coaches"]),
        ("role", ["SuperAdmin"]),
        ("realm_access.roles", ["admin"]),
        ("https://x.example/role", ["learner"]),
        ("realm_access.none", []),
        ("groups.none", []),
        ("", []),
    ],
)
def test_a_claim_is_one_text_or_several_and_may_lie_deeper(name: str, found: list[str]) -> None:
    assert values_of(CLAIMS, name) == found


def test_the_widest_role_counts_and_names_of_roles_stand_for_themselves() -> None:
    mapping = {"coaches": "Formateur-ext", "hr": "admin"}
    assert role_of(["staff", "coaches"], mapping) == (Role.TRAINER, TrainerKind.EXTERNAL)
    assert role_of(["coaches", "trainer"], mapping) == (Role.TRAINER, TrainerKind.INTERNAL)
    assert role_of(["Formé", "hr"], mapping) == (Role.ADMIN, None)
    assert role_of(["staff"], mapping) is None
    assert role_of([], mapping) is None


@pytest.mark.parametrize(
    ("claims", "email"),
    [
        ({"email": "Ada@X.org", "email_verified": True}, "ada@x.org"),
        ({"email": "ada@x.org", "email_verified": "true"}, "ada@x.org"),
        ({"email": "ada@x.org", "email_verified": "false"}, None),
        ({"email": "ada@x.org"}, None),
        ({"email": "nowhere", "email_verified": True}, None),
        ({"email_verified": True}, None),
    ],
)
def test_only_a_verified_address_is_somebodys(claims: dict[str, Any], email: str | None) -> None:
    assert verified_email(claims) == email


def test_everybody_is_called_something() -> None:
    assert name_of({"name": " Ada\nLovelace ", "sub": "1"}) == "Ada Lovelace"
    assert name_of({"given_name": "Ada", "family_name": "L", "sub": "1"}) == "Ada L"
    assert name_of({"sub": "abc"}) == "abc"
    assert name_of({"name": "\u202e"}) == "Somebody"


@pytest.mark.parametrize("wanted", ["/", "/history?x=1#y", "/a/b//c"])
def test_pages_of_ours_may_be_gone_on_to(wanted: str) -> None:
    assert local_target(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "x",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "/\t/evil.example",
        "/\n",
        "javascript:alert(1)",
        "/" + "x" * 2001,
    ],
)
def test_other_hosts_may_not(wanted: str) -> None:
    assert local_target(wanted) == "/"
