"""Lines that a voice comes over besides a socket: WebRTC and the telephone."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from feedbackyes.settings.written import Group, Listed, Pairs, Ports, Secrets


class Lines(Group):
    ice_servers: Annotated[
        Listed, Field(description="STUN and TURN servers of WebRTC, comma separated (`stun:…`, `turn:…`).")
    ] = ()
    turn_secret: Annotated[
        str, Field(description="Secret shared with the TURN server (coturn: `static-auth-secret`).", repr=False)
    ] = ""
    relay_server_side: Annotated[
        bool, Field(description="This server itself uses the ICE servers too, when it cannot be reached directly.")
    ] = False
    public_address: Annotated[
        str, Field(description="IP address under which browsers reach this server's UDP ports, when it is behind NAT.")
    ] = ""
    rtc_ports: Annotated[Ports, Field(description="UDP ports of WebRTC, as `50000-50999`; empty: any.")] = None
    sip: Annotated[bool, Field(description="Take telephone calls (SIP), see `docs/phone.md`.")] = False
    sip_host: Annotated[str, Field(description="Address to take calls at; empty: `FEEDBACKYES_HOST`.")] = ""
    sip_port: Annotated[int, Field(ge=0, le=65535, description="Its port, UDP and TCP; 0 takes a free one.")] = 5060
    sip_ports: Annotated[Ports, Field(description="UDP ports of telephone audio, as `40000-40999`; empty: any.")] = None
    sip_numbers: Annotated[
        Pairs,
        Field(
            description="What is behind a number, comma separated: `+4930111=late-report`, `200=menu`, `201=pin`; `*` is "
            "any other number."
        ),
    ] = Field(default_factory=lambda: {"*": "menu"})
    sip_menu: Annotated[
        Listed, Field(description="Scenarios of the spoken menu, comma separated; empty: all that ship.")
    ] = ()
    sip_pins: Annotated[
        Pairs, Field(description="Scenarios by PIN, comma separated: `4711=late-report`.", repr=False)
    ] = Field(default_factory=dict)
    sip_language: Annotated[str, Field(description="Language of the spoken menu: `en`, `de`, `fr`, `es`.")] = "en"
    sip_callers: Annotated[
        Pairs,
        Field(
            description="Users by the number (or SIP account) that they call from, comma separated: `+4930222=ada`. Who "
            "is not there is a guest."
        ),
    ] = Field(default_factory=dict)
    sip_allow: Annotated[
        Listed,
        Field(
            description="Addresses and networks that may call without a password; empty, without accounts: loopback."
        ),
    ] = ()
    sip_accounts: Annotated[
        Pairs,
        Field(description="Passwords of trunks and phones by name, comma separated: `trunk=secret`.", repr=False),
    ] = Field(default_factory=dict)
    sip_trunks: Annotated[
        Listed,
        Field(
            description="Accounts of `FEEDBACKYES_SIP_ACCOUNTS` that are believed when they say which number calls, comma "
            "separated. Every other account is its own caller."
        ),
    ] = ()
    hosted_callers: Annotated[
        Listed,
        Field(
            description="Numbers that may call through the hosted service, comma separated, beside those of "
            "`FEEDBACKYES_SIP_CALLERS`; `*`: everybody. What is behind a number says `FEEDBACKYES_SIP_NUMBERS`."
        ),
    ] = ()
    webhook_secrets: Annotated[
        Secrets,
        Field(
            alias="OPENAI_WEBHOOK_SECRET",
            description="Secret of the hosted service's webhook to `/webhooks/sip`; several with commas while it is "
            "changed. Empty: no webhook is believed.",
            repr=False,
        ),
    ] = ()
    webhooks_private: Annotated[
        bool, Field(description="Our own webhooks may go to addresses of this machine and its network.")
    ] = False
    sip_max_calls: Annotated[int, Field(ge=1, description="Telephone calls at once.")] = 50
    sip_calls_per_minute: Annotated[
        int,
        Field(
            ge=1,
            description="Of one caller. One address or account: twelve for each call that may go on at once, whatever "
            "numbers it gives.",
        ),
    ] = 6
