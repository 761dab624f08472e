"""`feedbackyes user …` and `feedbackyes team …`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from feedbackyes.cli.running import run

if TYPE_CHECKING:
    from feedbackyes.settings import Settings

user = typer.Typer(help="People and machines that may use this server.")
team = typer.Typer(help="Teams.")

Who = Annotated[str, typer.Argument(help="Name, e-mail address or id.", show_default=False)]
Email = Annotated[str | None, typer.Option(help="Their e-mail address.", show_default=False)]
Team = Annotated[str | None, typer.Option(help="Name or id of their team.", show_default=False)]
ROLES = "admin, trainer, learner; or SuperAdmin, Formateur-int, Formateur-ext, Formé."


@user.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What the person or machine is called.")],
    role: Annotated[str, typer.Option(help=ROLES)] = "learner",
    email: Email = None,
    team: Team = None,
) -> None:
    """Add somebody. With --email it prints a link to choose a password, else a Bearer token. Either is shown once."""
    from feedbackyes.app import people

    typer.echo(run(people.add_user(_settings(), name, role, email=email, team=team)))


@user.command("list")
def list_() -> None:
    """List people and machines: id, role, name, e-mail address, team, whether disabled."""
    from feedbackyes.api.signing import shown_kind
    from feedbackyes.app import people

    for one in run(people.list_users(_settings())):
        who, kind = one.person, shown_kind(one.person)
        role = f"{who.role.value} ({kind.value})" if kind else who.role.value
        state = "disabled" if who.disabled_at is not None else ""
        typer.echo("\t".join([who.id, role, who.name, who.email or "", one.team or "", state]).rstrip())


@user.command("invite")
def invite(role: Annotated[str, typer.Option(help=ROLES)] = "learner", email: Email = None, team: Team = None) -> None:
    """Print a link by which somebody makes an account. It can be used once."""
    from feedbackyes.app import people

    typer.echo(run(people.invite(_settings(), role, email=email, team=team)))


@user.command("role")
def role(who: Who, role: Annotated[str, typer.Argument(help=ROLES)]) -> None:
    """Give somebody another role. They have to sign in again."""
    from feedbackyes.app import people

    run(people.change_role(_settings(), who, role))


@user.command("team")
def user_team(
    who: Who, name: Annotated[str, typer.Argument(help="Name or id of a team; none: of no team.")] = ""
) -> None:
    """Put somebody into a team."""
    from feedbackyes.app import people

    run(people.change_team(_settings(), who, name or None))


@user.command("disable")
def disable(who: Who) -> None:
    """Keep somebody out: sign-in, logins and tokens stop working within seconds. Nothing of theirs is deleted."""
    from feedbackyes.app import people

    run(people.disable(_settings(), who, disabled=True))


@user.command("enable")
def enable(who: Who) -> None:
    """Let somebody in again."""
    from feedbackyes.app import people

    run(people.disable(_settings(), who, disabled=False))


@user.command("password-link")
def password_link(who: Who) -> None:
    """Print a link by which somebody chooses a new password. It can be used once, for a day."""
    from feedbackyes.app import people

    typer.echo(run(people.make_password_link(_settings(), who)))


@user.command("token")
def token(who: Who, label: Annotated[str, typer.Option(help="What it is for.")] = "command line") -> None:
    """Print a further Bearer token of somebody. It is shown once."""
    from feedbackyes.app import people

    typer.echo(run(people.make_token(_settings(), who, label)))


@user.command("revoke-tokens")
def revoke_tokens(who: Who) -> None:
    """Revoke all tokens of somebody."""
    from feedbackyes.app import people

    typer.echo(f"{run(people.revoke_tokens(_settings(), who))} tokens revoked")


@user.command("adopt-local")
def adopt_local(who: Who) -> None:
    """Give somebody what was made on this server before it had accounts."""
    from feedbackyes.app import people

    typer.echo(f"{run(people.adopt_local(_settings(), who))} talks taken over")


@team.command("add")
def team_add(name: Annotated[str, typer.Argument(help="What it is called.")]) -> None:
    """Add a team and print its id."""
    from feedbackyes.app import people

    typer.echo(run(people.add_team(_settings(), name)))


@team.command("list")
def team_list() -> None:
    """List teams: id, name, number of people."""
    from feedbackyes.app import people

    for one in run(people.list_teams(_settings())):
        typer.echo(f"{one.id}\t{one.name}\t{one.members}")


def _settings() -> Settings:
    from feedbackyes import settings

    return settings.read()
