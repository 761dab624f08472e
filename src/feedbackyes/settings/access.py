"""Who may use the server, and how they sign in."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, model_validator

from feedbackyes.domain.addresses import is_own
from feedbackyes.settings.written import Group, Listed, Pairs, Roles, WebAddress, on_off


class Access(Group):
    origins: Annotated[
        Listed,
        Field(description="Web origins, comma separated, that may call from a browser, beside our own."),
    ] = ("http://localhost:3000", "http://localhost:3001")
    access_token: Annotated[
        str,
        Field(description="Token of the access link when not on loopback; empty: made at the first start.", repr=False),
    ] = ""
    accounts: Annotated[
        Literal["off", "on"],
        BeforeValidator(on_off),
        Field(
            description="`on`: everybody signs in, also on loopback. `off`: who is on loopback is its one user, everybody "
            "else needs the access link. See `docs/accounts.md`."
        ),
    ] = "off"
    public_url: Annotated[
        WebAddress,
        Field(
            description="Address at which people open this server, as `https://practice.example.org`; for links that are sent "
            "and for the identity provider. Empty: the one that the request came by."
        ),
    ] = ""
    password_login: Annotated[
        bool,
        Field(description="With accounts: people sign in with a password, too, not only at the identity provider."),
    ] = True
    login_idle_hours: Annotated[
        float, Field(gt=0, le=8760, description="Without any request, after which one has to sign in again.")
    ] = 24.0
    login_days: Annotated[
        float, Field(gt=0, le=365, description="After which one has to sign in again, whatever one did meanwhile.")
    ] = 14.0
    invitation_days: Annotated[float, Field(gt=0, le=90, description="For which an invitation can be accepted.")] = 7.0
    oidc_issuer: Annotated[
        WebAddress,
        Field(
            description="Issuer of an identity provider (OpenID Connect), as `https://login.example.org/realms/us`; empty: none."
        ),
    ] = ""
    oidc_client_id: Annotated[str, Field(description="What this server is called there.")] = ""
    oidc_client_secret: Annotated[
        str, Field(description="Its secret there; empty: a public client (PKCE is used always).", repr=False)
    ] = ""
    oidc_name: Annotated[str, Field(description="What people know the identity provider as.")] = "Single sign-on"
    oidc_scopes: Annotated[str, Field(description="Scopes that it is asked for, with spaces between them.")] = (
        "openid email profile"
    )
    oidc_role_claim: Annotated[
        str, Field(description="Claim that says the role, as `groups` or `realm_access.roles`; empty: none does.")
    ] = ""
    oidc_roles: Annotated[
        Roles,
        Field(
            description="Roles by values of that claim, comma separated: `hr-admins=admin,coaches=Formateur-ext`. Names of "
            "roles stand for themselves."
        ),
    ] = Field(default_factory=dict)
    oidc_team_claim: Annotated[str, Field(description="Claim that says the team; empty: none does.")] = ""
    oidc_teams: Annotated[
        Pairs,
        Field(
            description="Teams (id or name) by values of that claim, comma separated: `dept-12=Sales`. A team's name stands "
            "for itself."
        ),
    ] = Field(default_factory=dict)
    oidc_domains: Annotated[
        Listed,
        Field(
            description="Domains, comma separated, whose verified e-mail addresses may join without an invitation, as learners "
            "unless a claim says otherwise."
        ),
    ] = ()

    @model_validator(mode="after")
    def _provider_of_identities(self) -> Self:
        if self.oidc_issuer and not self.oidc_client_id:
            raise ValueError("FEEDBACKYES_OIDC_ISSUER needs FEEDBACKYES_OIDC_CLIENT_ID.")
        if self.oidc_issuer and urlsplit(self.oidc_issuer).scheme == "http" and not is_own(self.oidc_issuer):
            raise ValueError("FEEDBACKYES_OIDC_ISSUER begins with https://, unless it is in your own network.")
        if self.accounts == "on" and not (self.password_login or self.oidc_issuer):
            raise ValueError("With FEEDBACKYES_PASSWORD_LOGIN=false nobody can sign in: set FEEDBACKYES_OIDC_ISSUER.")
        return self

    @property
    def with_accounts(self) -> bool:
        """Everybody signs in."""
        return self.accounts == "on"
