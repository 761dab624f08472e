"""What is printed at start: where to go, and what is in use."""

from __future__ import annotations

from feedbackyes import __version__
from feedbackyes.api.invitations import PAGE
from feedbackyes.api.services import EngineServices, ModelServer, Services
from feedbackyes.app import tls
from feedbackyes.app.address import EVERYWHERE, bracketed, own_address, reached_at
from feedbackyes.providers import Assembled

_OWN_MAKING = """
Your browser will warn once that this connection is not private. It warns because this server made its certificate
itself and nobody whom the browser knows has signed it. The connection is encrypted all the same.
  1. On the phone, join the same network as this machine and open the address above.
  2. When the browser warns, open the certificate in the warning and compare its SHA-256 fingerprint with the one above.
  3. They are the same: choose "Advanced", then "Proceed" (Safari: "Show Details", then "visit this website").
     They differ: somebody is in between. Close the page."""


def app_banner(services: EngineServices, port: int) -> str:
    """For the whole app."""
    found = [f"FeedbackYes {__version__}", *_lines(services, "open", address(services, port)), *_phones(services, port)]
    if services.setup_token:
        link = reached_at(services.settings, port) + PAGE + services.setup_token
        found.append(_line("set up", f"{link} (once, for a day: whoever opens it becomes the first admin)"))
    if isinstance(services, Services) and services.phone is not None:
        found.append(_line("calls", f"sip:{services.settings.sip_address}:{services.phone.port}"))
    return "\n".join([*found, *_certificate(services)])


def engine_banner(services: EngineServices, port: int) -> str:
    """For the engine alone."""
    where = address(services, port).replace("http", "ws", 1).replace(f":{port}/", f":{port}/v1/realtime")
    found = [f"FeedbackYes engine {__version__}", *_lines(services, "connect", where)]
    return "\n".join([*found, *_certificate(services)])


def address(services: EngineServices, port: int) -> str:
    """The address to open, with the token where one is needed."""
    host = services.settings.host
    if services.door.loopback or services.settings.public_url:
        return reached_at(services.settings, port) + "/"
    return _link(services, own_address() if host in EVERYWHERE else host, port)


def _link(services: EngineServices, name: str, port: int) -> str:
    token = "" if services.settings.with_accounts else f"?token={services.door.access_token}"
    return f"{services.settings.scheme}://{bracketed(name)}:{port}/{token}"


def _phones(services: EngineServices, port: int) -> list[str]:
    """Every address at which others may reach us; which of them a phone's network leads to is not ours to know."""
    if not services.settings.https:
        return []
    if services.door.loopback:
        return [
            _line("phone", "none: this server listens on this machine only (FEEDBACKYES_HOST=0.0.0.0 changes that)")
        ]
    host = services.settings.host
    names = dict.fromkeys([own_address(), *tls.addresses()]) if host in EVERYWHERE else [host]
    return [_line("phone", _link(services, name, port)) for name in names]


def _certificate(services: EngineServices) -> list[str]:
    settings = services.settings
    pair = tls.pair(settings)
    if pair is None:
        return []
    said = [_line("certificate", str(pair.certificate)), _line("SHA-256", tls.fingerprint(pair.certificate))]
    return said if settings.tls_cert else [*said, _OWN_MAKING]


def _lines(services: EngineServices, verb: str, where: str) -> list[str]:
    provider = services.provider
    basic = " (basic ears: about one word in three of free speech is misheard)"
    kind = "embedded: no key, no internet"
    if provider.capabilities.leaves:
        kind = (
            "hosted: voice leaves this machine" if provider.capabilities.hosted else "what is said leaves this machine"
        )
    found = {
        verb: where,
        "provider": f"{provider.name}, {provider.model} ({kind})",
        "recogniser": (provider.recogniser or "the provider's own") + basic * provider.capabilities.basic_ears,
        "voice": provider.voice or "the provider's own",
        **({"partner": provider.partner} if isinstance(provider, Assembled) else {}),
        "data": str(services.settings.data),
    }
    if isinstance(provider, Assembled):
        found |= {name: f"{found[name]} ({why})" for name, why in provider.reasons.items()}
    return [_line(name, value) for name, value in found.items()] + [_offer(one) for one in services.model_servers]


def _offer(server: ModelServer) -> str:
    """How a model that is there would play the partner."""
    names = ("FEEDBACKYES_DIALOGUE=language-model", f"FEEDBACKYES_DIALOGUE_URL={server.url}")
    use = " ".join((*names, f"FEEDBACKYES_DIALOGUE_MODEL={server.models[0]}"))
    models = "one model" if len(server.models) == 1 else f"{len(server.models)} models"
    return _line("not used", f"{server.name} is here, with {models}. To have one play the partner: {use}")


def _line(name: str, value: str) -> str:
    return f"  {name:<12}{value}"
