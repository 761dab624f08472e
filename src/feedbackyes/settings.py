"""Configuration: environment variables and `.env`, read once into one typed object that is passed in.

`docs/settings.md` is generated from this module.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from feedbackyes.domain.addresses import is_own
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.principal import role_named
from feedbackyes.domain.retention import Rules

PREFIX = "FEEDBACKYES_"
DOCUMENTED = ("OPENAI_API_KEY", "OPENAI_API_BASE", "OPENAI_REALTIME_URL", "SESSION_TIMEOUT_SECONDS")
HOSTED_BASE = "https://api.openai.com/v1"
FILE_SUFFIX, SECRETS = "_FILE", "FEEDBACKYES_SECRETS"
ENV_FILES = (Path(".env"), Path("backend/.env"))


class BadSetting(InvalidInput):
    """A setting is unknown or has a value that cannot be used."""

    code = "bad_setting"


def _default_data() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "feedbackyes"


def _default_host(before: dict[str, Any]) -> str:
    """HTTPS is there for other machines: this one may use the microphone without it."""
    return "0.0.0.0" if before["tls"] or before["tls_cert"] else "127.0.0.1"  # noqa: S104 (with an access link)


class Settings(BaseModel):
    """All that can be configured. Fields are `FEEDBACKYES_<NAME>` in the environment unless `alias` says otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    tls: Annotated[
        bool, Field(description="Serve HTTPS, with a certificate of this server's own making unless one is given.")
    ] = False
    tls_cert: Annotated[
        Path | None, Field(description="Certificate to serve HTTPS with (PEM, with its chain); turns HTTPS on.")
    ] = None
    tls_key: Annotated[Path | None, Field(description="Private key of that certificate (PEM, not encrypted).")] = None
    host: Annotated[str, Field(description="Address to listen on. Anything but loopback needs an access link.")] = (
        Field(default_factory=_default_host)
    )
    port: Annotated[int, Field(ge=0, le=65535, description="Port to listen on; 0 takes a free one.")] = 8000
    data: Annotated[Path, Field(description="Folder of the database, recordings and models.")] = Field(
        default_factory=_default_data
    )
    database_url: Annotated[
        str,
        Field(
            description="SQLAlchemy URL; empty: SQLite in the data folder. PostgreSQL: `postgresql://…`, extra `postgres`.",
            repr=False,
        ),
    ] = ""
    redis_url: Annotated[
        str,
        Field(
            description="Redis that several processes of this server share (`redis://…`), beside one PostgreSQL; empty: this "
            "process stands alone. Extra `cluster`, see `docs/cluster.md`.",
            repr=False,
        ),
    ] = ""
    node_name: Annotated[
        str, Field(description="What this process is called among others; empty: the machine's name and its number.")
    ] = ""
    node_seconds: Annotated[
        float,
        Field(ge=1, le=600, description="Without a sign of life after which others go on with a process's talks."),
    ] = 6.0
    proxies: Annotated[
        tuple[str, ...],
        Field(
            description="Addresses and networks of proxies before this server, comma separated, which are believed when they "
            "say who calls and how (`X-Forwarded-For`, `X-Forwarded-Proto`). See `docs/cluster.md`."
        ),
    ] = ()
    recordings_url: Annotated[
        str,
        Field(
            description="S3-compatible bucket to which recordings go when their talk is over, `s3://bucket/prefix`, extra `s3`; "
            "empty: they stay in the data folder. See `docs/backup.md`."
        ),
    ] = ""
    recordings_endpoint: Annotated[
        str, Field(description="Address of the bucket's server, unless it is Amazon's: `https://s3.example.org`.")
    ] = ""
    recordings_region: Annotated[str, Field(description="Region of the bucket; empty: `AWS_REGION`.")] = ""
    recordings_key: Annotated[
        str, Field(description="Id of the key to the bucket; empty: `AWS_ACCESS_KEY_ID`, or the machine's role.")
    ] = ""
    recordings_secret: Annotated[str, Field(description="The key itself.", repr=False)] = ""
    recordings_key_file: Annotated[
        Path | None, Field(description="File with both, one line each, in place of the two settings above.")
    ] = None
    provider: Annotated[
        str,
        Field(
            description="Voice engine: `auto` (openai when there is a key, else local), `local`, `openai`, `openai-live`, `azure`, `compatible`."
        ),
    ] = "auto"
    providers: Annotated[
        tuple[str, ...],
        Field(description="Other voice engines, comma separated, that a session or scenario may choose."),
    ] = ()
    realtime_model: Annotated[str, Field(description="Model of a hosted provider; empty: its current default.")] = ""
    transcription_model: Annotated[
        str, Field(description="Model that transcribes the learner at a hosted provider; empty: its current default.")
    ] = ""
    vad: Annotated[
        str,
        Field(
            description="Voice activity back end of the embedded engine: `silero`, or `energy` (by loudness, for lines on which "
            "nothing sounds but speech)."
        ),
    ] = "silero"
    stt: Annotated[str, Field(description="Recogniser of the embedded engine.")] = "pocketsphinx"
    dialogue: Annotated[
        str,
        Field(
            description="Dialogue back end of the embedded engine: `scripted`, `language-model`, or `auto` (the language model "
            "that `FEEDBACKYES_DIALOGUE_MODEL` names at a server that is set, else the script)."
        ),
    ] = "scripted"
    dialogue_url: Annotated[
        str,
        Field(
            description="Base URL of the server of dialogue `language-model`, with its `/v1`; empty: `OPENAI_API_BASE`. See "
            "`docs/partner.md`."
        ),
    ] = ""
    dialogue_key: Annotated[
        str,
        Field(description="Key of that server; empty: `OPENAI_API_KEY` if it is that service, else none.", repr=False),
    ] = ""
    dialogue_model: Annotated[str, Field(description="Language model that plays the partner there.")] = ""
    dialogue_priced_as: Annotated[str, Field(description="As `FEEDBACKYES_STT_PRICED_AS`, for the partner.")] = ""
    dialogue_patience_seconds: Annotated[
        float,
        Field(gt=0, le=20, description="For its first words; then the scenario's own line is said instead."),
    ] = 2.5
    dialogue_timeout_seconds: Annotated[
        float, Field(gt=0, le=120, description="To connect to that server, and for which it may be silent.")
    ] = 20.0
    dialogue_early: Annotated[
        bool, Field(description="Ask it at a pause already, before it is certain that the learner has finished.")
    ] = True
    tts: Annotated[str, Field(description="Voice back end of the embedded engine.")] = "espeak"
    stt_workers: Annotated[int, Field(ge=1, le=64, description="Recogniser processes; one per core unless told.")] = (
        Field(default_factory=lambda: max(1, (os.cpu_count() or 2)))
    )
    stt_folder: Annotated[
        str,
        Field(
            description="Model of the recogniser `sherpa` or `faster-whisper`: an installed one by name, or a folder. See "
            "`docs/models.md`."
        ),
    ] = ""
    stt_device: Annotated[
        Literal["auto", "cpu", "cuda"],
        Field(description="Where the recogniser `faster-whisper` runs; `auto`: on the GPU where there is one."),
    ] = "auto"
    stt_compute: Annotated[
        Literal["default", "int8", "int8_float16", "float16", "float32"],
        Field(description="Numbers that it counts with; `default`: as the model's file has them."),
    ] = "default"
    tts_folder: Annotated[
        str, Field(description="Model of the voice `sherpa`: an installed one by name, or a folder.")
    ] = ""
    models: Annotated[
        Path | None, Field(description="Folder of installed models; empty: `models` in the data folder.")
    ] = None
    stt_url: Annotated[
        str,
        Field(
            description="Base URL of the server of recogniser `openai` or `realtime`, with its `/v1`; empty: "
            "`OPENAI_API_BASE`. See `docs/models.md`."
        ),
    ] = ""
    stt_key: Annotated[
        str,
        Field(description="Key of that server; empty: `OPENAI_API_KEY` if it is that service, else none.", repr=False),
    ] = ""
    stt_model: Annotated[
        str, Field(description="Model that it is asked for; of `realtime`, unless it is set: `gpt-live-transcribe`.")
    ] = "gpt-transcribe"
    stt_priced_as: Annotated[
        str,
        Field(
            description="Model of the price table whose prices hold for that server; `free`; empty: its own, and nothing in "
            "your own network. See `docs/costs.md`."
        ),
    ] = ""
    stt_timeout_seconds: Annotated[
        float, Field(gt=0, le=20, description="For the words of one utterance from that server.")
    ] = 15.0
    tts_url: Annotated[
        str,
        Field(description="Base URL of the server of voice `openai`, with its `/v1`; empty: `OPENAI_API_BASE`."),
    ] = ""
    tts_key: Annotated[
        str,
        Field(description="Key of that server; empty: `OPENAI_API_KEY` if it is that service, else none.", repr=False),
    ] = ""
    tts_model: Annotated[str, Field(description="Model that it is asked for.")] = "gpt-4o-mini-tts"
    tts_priced_as: Annotated[str, Field(description="As `FEEDBACKYES_STT_PRICED_AS`, for the voice.")] = ""
    tts_voices: Annotated[
        dict[str, str],
        Field(
            description="Its voices for ours, comma separated: `marin=af_heart,*=am_adam`; `*` is every other name. Empty: "
            "it has the same names."
        ),
    ] = Field(default_factory=dict)
    tts_rate_hz: Annotated[
        int, Field(ge=8_000, le=48_000, description="Of the bare samples (`pcm`) that it sends.")
    ] = 24_000
    tts_timeout_seconds: Annotated[
        float, Field(gt=0, le=60, description="Until it speaks, and between any two pieces of audio.")
    ] = 10.0
    recording: Annotated[
        Literal["ask", "on", "off"],
        Field(description="`ask`: record who has agreed; `on`: record unless refused; `off`: never."),
    ] = "ask"
    backchannels: Annotated[
        bool, Field(description='A short "mm-hm" while the partner talks does not stop the partner.')
    ] = True
    turn_cues: Annotated[
        bool,
        Field(
            description='Who stops at "because" or "um" is waited for longer than their patience says, who has asked a '
            "question less long."
        ),
    ] = True
    turn_model: Annotated[
        str,
        Field(
            description="ONNX model that tells from the sound whether a turn is over: `auto` (`smart-turn*.onnx` in the folder "
            "of models, if there is one), `none`, or a path. See `docs/turn-taking.md`."
        ),
    ] = "auto"
    echo_check: Annotated[
        bool, Field(description="The partner's own voice that comes back into the microphone is no speech.")
    ] = True
    noise_gate: Annotated[
        bool,
        Field(
            description="What does not stand out from the steady noise of the place begins no turn and holds none open."
        ),
    ] = True
    retention_audio_days: Annotated[
        int | None,
        Field(
            ge=0,
            le=36_500,
            description="Days after a talk on which its recording is deleted; 0: never. Empty: never without accounts, else 30.",
        ),
    ] = None
    retention_transcript_days: Annotated[
        int | None,
        Field(
            ge=0,
            le=36_500,
            description="The same of what was said, and of all that quotes it. Empty: never without accounts, else 180.",
        ),
    ] = None
    retention_feedback_days: Annotated[
        int | None,
        Field(ge=0, le=36_500, description="The same of levels and figures. Empty: never without accounts, else 365."),
    ] = None
    retention_events_days: Annotated[
        int | None,
        Field(
            ge=0,
            le=36_500,
            description="The same of the course of a talk, event by event; it goes with the transcript at the latest. "
            "Empty: never without accounts, else 30.",
        ),
    ] = None
    resume_seconds: Annotated[
        float, Field(ge=0, le=3600, description="How long a dropped browser may come back to its session.")
    ] = 30.0
    reconnect_seconds: Annotated[
        float, Field(ge=0, le=600, description="How long a hosted voice service that was lost is called again.")
    ] = 45.0
    failover: Annotated[
        bool, Field(description="When a hosted voice service cannot be had, the embedded engine goes on with the talk.")
    ] = False
    provider_stall_seconds: Annotated[
        float, Field(gt=0, le=600, description="Silence of a hosted voice service that owes an answer.")
    ] = 8.0
    provider_session_minutes: Annotated[
        float | None,
        Field(gt=0, description="After which a hosted voice service ends its session; empty: what is known of it."),
    ] = None
    reconnect_tries: Annotated[int, Field(ge=0, le=50, description="How often it is called again in that time.")] = 20
    drain_seconds: Annotated[
        float, Field(ge=0, le=3600, description="How long live sessions may go on after the server was told to stop.")
    ] = 10.0
    max_sessions: Annotated[int, Field(ge=1, description="Live sessions at once on this server.")] = 500
    max_session_minutes: Annotated[float, Field(gt=0, description="Longest session.")] = 60.0
    limit_session_usd: Annotated[
        float | None, Field(ge=0, description="Most that one talk may cost, in US dollars; empty: no limit.")
    ] = None
    limit_user_day_usd: Annotated[
        float | None, Field(ge=0, description="Most that the talks of a person may cost in a day (UTC).")
    ] = None
    limit_user_month_usd: Annotated[
        float | None, Field(ge=0, description="Most that the talks of a person may cost in a month (UTC).")
    ] = None
    limit_team_day_usd: Annotated[
        float | None, Field(ge=0, description="Most that the talks of a team may cost in a day (UTC).")
    ] = None
    limit_team_month_usd: Annotated[
        float | None, Field(ge=0, description="Most that the talks of a team may cost in a month (UTC).")
    ] = None
    limit_user_day_minutes: Annotated[
        float | None, Field(ge=0, description="Most minutes that a person may talk in a day (UTC).")
    ] = None
    limit_user_month_minutes: Annotated[
        float | None, Field(ge=0, description="Most minutes that a person may talk in a month (UTC).")
    ] = None
    limit_team_day_minutes: Annotated[
        float | None, Field(ge=0, description="Most minutes that a team may talk in a day (UTC).")
    ] = None
    limit_team_month_minutes: Annotated[
        float | None, Field(ge=0, description="Most minutes that a team may talk in a month (UTC).")
    ] = None
    priced_as: Annotated[
        str,
        Field(description="Model of the price table whose prices hold, where the voice model has a name of your own."),
    ] = ""
    origins: Annotated[
        tuple[str, ...],
        Field(description="Web origins, comma separated, that may call from a browser, beside our own."),
    ] = ("http://localhost:3000", "http://localhost:3001")
    access_token: Annotated[
        str,
        Field(description="Token of the access link when not on loopback; empty: made at the first start.", repr=False),
    ] = ""
    accounts: Annotated[
        Literal["off", "on"],
        Field(
            description="`on`: everybody signs in, also on loopback. `off`: who is on loopback is its one user, everybody "
            "else needs the access link. See `docs/accounts.md`."
        ),
    ] = "off"
    public_url: Annotated[
        str,
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
        str,
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
        dict[str, str],
        Field(
            description="Roles by values of that claim, comma separated: `hr-admins=admin,coaches=Formateur-ext`. Names of "
            "roles stand for themselves."
        ),
    ] = Field(default_factory=dict)
    oidc_team_claim: Annotated[str, Field(description="Claim that says the team; empty: none does.")] = ""
    oidc_teams: Annotated[
        dict[str, str],
        Field(
            description="Teams (id or name) by values of that claim, comma separated: `dept-12=Sales`. A team's name stands "
            "for itself."
        ),
    ] = Field(default_factory=dict)
    oidc_domains: Annotated[
        tuple[str, ...],
        Field(
            description="Domains, comma separated, whose verified e-mail addresses may join without an invitation, as learners "
            "unless a claim says otherwise."
        ),
    ] = ()
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], Field(description="Least level that is logged.")
    ] = "INFO"
    log_format: Annotated[
        Literal["text", "json"], Field(description="Log lines for people, or an object of JSON on each line.")
    ] = "text"
    access_log: Annotated[
        bool, Field(description="Log a line for each request: its route, status and time, never its query.")
    ] = False
    metrics_token: Annotated[
        str,
        Field(
            description="Bearer token with which Prometheus reads `/metrics`; empty: admins only. See `docs/operation.md`.",
            repr=False,
        ),
    ] = ""
    traces: Annotated[
        bool,
        Field(
            description="Send OpenTelemetry traces of turns where the `OTEL_*` variables say, extra `telemetry`. See "
            "`docs/operation.md`."
        ),
    ] = False
    session_timeout_seconds: Annotated[
        float,
        Field(
            gt=0, alias="SESSION_TIMEOUT_SECONDS", description="Seconds without activity after which a session ends."
        ),
    ] = 60.0
    openai_api_key: Annotated[
        str, Field(alias="OPENAI_API_KEY", description="Key of the hosted service.", repr=False)
    ] = ""
    openai_api_base: Annotated[
        str, Field(alias="OPENAI_API_BASE", description="Base URL of the hosted service's REST API.")
    ] = HOSTED_BASE
    openai_realtime_url: Annotated[
        str, Field(alias="OPENAI_REALTIME_URL", description="WebSocket URL of Realtime; empty: made from the base URL.")
    ] = ""

    azure_openai_endpoint: Annotated[
        str, Field(alias="AZURE_OPENAI_ENDPOINT", description="Address of the Azure resource (provider `azure`).")
    ] = ""
    azure_openai_api_key: Annotated[
        str, Field(alias="AZURE_OPENAI_API_KEY", description="Its key; empty: a token is used.", repr=False)
    ] = ""
    azure_openai_deployment: Annotated[
        str, Field(alias="AZURE_OPENAI_DEPLOYMENT", description="Deployment of the Realtime model there.")
    ] = ""
    azure_token_file: Annotated[
        Path | None, Field(description="File with an Entra token for Azure, which is read again when it expires.")
    ] = None
    azure_token_command: Annotated[
        str, Field(description="Command that prints an Entra token for Azure; run again when it expires.", repr=False)
    ] = ""
    compatible_url: Annotated[
        str, Field(description="Address of a service that speaks Realtime (provider `compatible`), http(s) or ws(s).")
    ] = ""
    compatible_key: Annotated[str, Field(description="Key of that service; empty: none.", repr=False)] = ""
    compatible_header: Annotated[str, Field(description="Header in which that service wants the key.", repr=False)] = (
        "Authorization: Bearer {key}"
    )
    compatible_dialect: Annotated[
        tuple[str, ...],
        Field(description="What that service does otherwise, comma separated; see `docs/providers.md`."),
    ] = ()

    webrtc: Annotated[
        Literal["auto", "server", "direct"],
        Field(
            description="Who ends a WebRTC call to a hosted service: `auto` (the service, but this server when the "
            "scenario is confidential), `server` (this server), `direct` (the service)."
        ),
    ] = "auto"
    judge: Annotated[
        Literal["auto", "basic", "model"],
        Field(
            description="Who judges: `auto` (a language model when there is a key, else the basic check), `basic`, "
            "`model` (also a server without a key)."
        ),
    ] = "auto"
    judge_model: Annotated[str, Field(description="Language model that judges.")] = "gpt-6.1-terra"
    judge_interface: Annotated[
        Literal["auto", "chat", "responses"],
        Field(
            description="How it is asked: `auto` (Responses at the hosted service, else Chat Completions), `chat`, "
            "`responses`."
        ),
    ] = "auto"
    judge_timeout_seconds: Annotated[float, Field(gt=0, le=600, description="For one answer of it.")] = 60.0
    judge_questions: Annotated[int, Field(ge=1, le=64, description="Questions to it at the same time.")] = 4

    ice_servers: Annotated[
        tuple[str, ...], Field(description="STUN and TURN servers of WebRTC, comma separated (`stun:…`, `turn:…`).")
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
    rtc_ports: Annotated[
        tuple[int, int] | None, Field(description="UDP ports of WebRTC, as `50000-50999`; empty: any.")
    ] = None

    sip: Annotated[bool, Field(description="Take telephone calls (SIP), see `docs/phone.md`.")] = False
    sip_host: Annotated[str, Field(description="Address to take calls at; empty: `FEEDBACKYES_HOST`.")] = ""
    sip_port: Annotated[int, Field(ge=0, le=65535, description="Its port, UDP and TCP; 0 takes a free one.")] = 5060
    sip_ports: Annotated[
        tuple[int, int] | None, Field(description="UDP ports of telephone audio, as `40000-40999`; empty: any.")
    ] = None
    sip_numbers: Annotated[
        dict[str, str],
        Field(
            description="What is behind a number, comma separated: `+4930111=late-report`, `200=menu`, `201=pin`; `*` is "
            "any other number."
        ),
    ] = Field(default_factory=lambda: {"*": "menu"})
    sip_menu: Annotated[
        tuple[str, ...], Field(description="Scenarios of the spoken menu, comma separated; empty: all that ship.")
    ] = ()
    sip_pins: Annotated[
        dict[str, str], Field(description="Scenarios by PIN, comma separated: `4711=late-report`.", repr=False)
    ] = Field(default_factory=dict)
    sip_language: Annotated[str, Field(description="Language of the spoken menu: `en`, `de`, `fr`, `es`.")] = "en"
    sip_callers: Annotated[
        dict[str, str],
        Field(
            description="Users by the number (or SIP account) that they call from, comma separated: `+4930222=ada`. Who "
            "is not there is a guest."
        ),
    ] = Field(default_factory=dict)
    sip_allow: Annotated[
        tuple[str, ...],
        Field(
            description="Addresses and networks that may call without a password; empty, without accounts: loopback."
        ),
    ] = ()
    sip_accounts: Annotated[
        dict[str, str],
        Field(description="Passwords of trunks and phones by name, comma separated: `trunk=secret`.", repr=False),
    ] = Field(default_factory=dict)
    sip_trunks: Annotated[
        tuple[str, ...],
        Field(
            description="Accounts of `FEEDBACKYES_SIP_ACCOUNTS` that are believed when they say which number calls, comma "
            "separated. Every other account is its own caller."
        ),
    ] = ()
    hosted_callers: Annotated[
        tuple[str, ...],
        Field(
            description="Numbers that may call through the hosted service, comma separated, beside those of "
            "`FEEDBACKYES_SIP_CALLERS`; `*`: everybody. What is behind a number says `FEEDBACKYES_SIP_NUMBERS`."
        ),
    ] = ()
    webhook_secrets: Annotated[
        tuple[str, ...],
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

    @field_validator(
        "tts_voices",
        "sip_numbers",
        "sip_pins",
        "sip_callers",
        "sip_accounts",
        "oidc_roles",
        "oidc_teams",
        mode="before",
    )
    @classmethod
    def _pairs(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = [part.partition("=") for part in value.split(",") if part.strip()]
        if not all(name.strip() and equals and text.strip() for name, equals, text in pairs):
            raise ValueError("write pairs with commas between them, as one=first,two=second")
        return {name.strip(): text.strip() for name, _, text in pairs}

    @field_validator("rtc_ports", "sip_ports", mode="before")
    @classmethod
    def _range(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        low, _, high = value.partition("-")
        if not (low.strip().isdigit() and high.strip().isdigit() and 1024 <= int(low) <= int(high) <= 65535):
            raise ValueError("write two ports from 1024 to 65535, as 50000-50999")
        return int(low), int(high)

    @field_validator("webhook_secrets", mode="before")
    @classmethod
    def _secrets(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator(
        "origins",
        "ice_servers",
        "compatible_dialect",
        "providers",
        "sip_menu",
        "sip_allow",
        "sip_trunks",
        "hosted_callers",
        "oidc_domains",
        "proxies",
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("recording", "accounts", mode="before")
    @classmethod
    def _word(cls, value: object) -> object:
        words = {"true": "on", "1": "on", "yes": "on", "false": "off", "0": "off", "no": "off"}
        return words.get(value.lower(), value.lower()) if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("oidc_roles", mode="after")
    @classmethod
    def _roles(cls, value: dict[str, str]) -> dict[str, str]:
        try:
            for name in value.values():
                role_named(name)
        except InvalidInput as error:
            raise ValueError(error.message) from error
        return value

    @field_validator("public_url", "oidc_issuer", mode="after")
    @classmethod
    def _web_address(cls, value: str) -> str:
        """An issuer is compared as it is; nothing may be changed about it. In the clear only to this machine."""
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
            raise ValueError("write a whole web address, as https://login.example.org")
        return value

    @model_validator(mode="after")
    def _provider_of_identities(self) -> Self:
        if self.oidc_issuer and not self.oidc_client_id:
            raise ValueError("FEEDBACKYES_OIDC_ISSUER needs FEEDBACKYES_OIDC_CLIENT_ID.")
        if self.oidc_issuer and urlsplit(self.oidc_issuer).scheme == "http" and not is_own(self.oidc_issuer):
            raise ValueError("FEEDBACKYES_OIDC_ISSUER begins with https://, unless it is in your own network.")
        if self.accounts == "on" and not (self.password_login or self.oidc_issuer):
            raise ValueError("With FEEDBACKYES_PASSWORD_LOGIN=false nobody can sign in: set FEEDBACKYES_OIDC_ISSUER.")
        return self

    @field_validator("proxies", mode="after")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            ip_network(text, strict=False)
        return value

    @model_validator(mode="after")
    def _shared(self) -> Self:
        if self.redis_url and not self.database_url.startswith("postgresql"):
            raise ValueError(
                "FEEDBACKYES_REDIS_URL needs FEEDBACKYES_DATABASE_URL to be PostgreSQL, which all nodes share."
            )
        return self

    @model_validator(mode="after")
    def _pair(self) -> Self:
        if (self.tls_cert is None) is not (self.tls_key is None):
            raise ValueError("FEEDBACKYES_TLS_CERT and FEEDBACKYES_TLS_KEY are given together, or neither is.")
        return self

    @property
    def https(self) -> bool:
        """This server itself encrypts; not what a proxy before it does."""
        return self.tls or self.tls_cert is not None

    @property
    def scheme(self) -> Literal["http", "https"]:
        return "https" if self.https else "http"

    @property
    def retention(self) -> Rules:
        """How long what is kept."""
        defaults = Rules(audio=30, transcript=180, feedback=365, events=30) if self.with_accounts else Rules()
        chosen = {name: getattr(self, f"retention_{name}_days") for name in Rules.__dataclass_fields__}
        return Rules(
            **{name: getattr(defaults, name) if days is None else days or None for name, days in chosen.items()}
        )

    @property
    def with_accounts(self) -> bool:
        """Everybody signs in."""
        return self.accounts == "on"

    @property
    def sip_address(self) -> str:
        """Where telephone calls are taken."""
        return self.sip_host or self.host

    @property
    def chosen_provider(self) -> str:
        """`provider`, with `auto` decided: hosted when there is a key."""
        if self.provider != "auto":
            return self.provider
        return "openai" if self.openai_api_key else "local"

    @property
    def chosen_dialogue(self) -> str:
        """`dialogue`, with `auto` decided: a model that is named, at a server that is set; nothing is used unasked."""
        if self.dialogue != "auto":
            return self.dialogue.replace("_", "-")
        server = self.dialogue_url or self.openai_api_key or self.openai_api_base.rstrip("/") != HOSTED_BASE
        return "language-model" if self.dialogue_model and server else "scripted"

    @property
    def realtime_url(self) -> str:
        """Where a hosted Realtime socket is opened (`ws` or `wss`), without query."""
        if self.openai_realtime_url:
            return self.openai_realtime_url.rstrip("/")
        base = self.openai_api_base.rstrip("/")
        return base.replace("http", "ws", 1) + "/realtime"

    @property
    def judges_with_model(self) -> bool:
        return self.judge == "model" or (self.judge == "auto" and bool(self.openai_api_key))

    @property
    def judge_api(self) -> Literal["chat", "responses"]:
        """`judge_interface`, with `auto` decided."""
        if self.judge_interface != "auto":
            return self.judge_interface
        return "responses" if self.openai_api_base.rstrip("/") == HOSTED_BASE else "chat"

    @property
    def models_folder(self) -> Path:
        return self.models or self.data / "models"

    @property
    def stages_elsewhere(self) -> tuple[str, ...]:
        """Servers that parts of the embedded engine ask and that are not of our own network: what is said goes there."""
        base = self.openai_api_base
        asked = (
            (self.stt in ("openai", "realtime"), self.stt_url or base),
            (self.chosen_dialogue == "language-model", self.dialogue_url or base),
            (self.tts == "openai", self.tts_url or base),
        )
        hosts = [urlsplit(url).hostname or url for used, url in asked if used and not is_own(url)]
        return tuple(dict.fromkeys(hosts))

    @property
    def sqlalchemy_url(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data / 'feedbackyes.db'}"


def read(
    environ: dict[str, str] | None = None,
    files: tuple[Path, ...] = ENV_FILES,
    given: Mapping[str, object] | None = None,
) -> Settings:
    """Read the settings: files first (the earlier one wins), then `environ`, which wins over both.

    Args:
        environ: variables; None: those of this process.
        files: in the form of `.env`; those that are not there are left out.
            A secret may also be in a file of its own: `<NAME>_FILE`, or one of its name in the folder `SECRETS`.
        given: on the command line, by field; wins over all.

    Raises:
        BadSetting: an unknown `FEEDBACKYES_*` name, or a value that cannot be used; the sentence names it.
    """
    merged: dict[str, str] = {}
    for file in reversed(files):
        if file.is_file():
            merged.update({key: value for key, value in dotenv_values(file).items() if value is not None})
    merged.update(os.environ if environ is None else environ)
    known = {variable(field): field for field in Settings.model_fields}
    secrets = {name for name, field in known.items() if is_secret(field)}
    merged = _from_folder(merged, secrets)
    values: dict[str, object] = {}
    for name, value in merged.items():
        if name not in known and name.removesuffix(FILE_SUFFIX) in secrets and name.endswith(FILE_SUFFIX):
            if value != "":
                values[known[name.removesuffix(FILE_SUFFIX)]] = _secret_in(name, value, merged)
        elif name in known:
            if value != "":
                values[known[name]] = value
        elif name.startswith(PREFIX):
            raise BadSetting(f"{name} is not a setting. Known are: {', '.join(sorted(known))}.", param=name)
    try:
        return Settings.model_validate(values | dict(given or {}))
    except ValidationError as error:
        first = error.errors()[0]
        if not first["loc"]:
            raise BadSetting(str(first["msg"]).removeprefix("Value error, "), param=variable("tls_cert")) from None
        name = variable(str(first["loc"][0]))
        if is_secret(str(first["loc"][0])):  # nor with what was raised: its text has the value too
            raise BadSetting(f"{name} cannot be used: {first['msg']}.", param=name) from None
        raise BadSetting(f"{name}={first.get('input')!r} cannot be used: {first['msg']}.", param=name) from error


def is_secret(name: str) -> bool:
    """Whether a field's value is told to nobody."""
    return Settings.model_fields[name].repr is False


def _from_folder(merged: Mapping[str, str], secrets: Collection[str]) -> dict[str, str]:
    """`merged`, with secrets that are files of a folder named like them, in capitals or not. Raises `BadSetting`."""
    rest = {name: value for name, value in merged.items() if name != SECRETS}
    folder = Path(merged.get(SECRETS) or os.devnull)
    if SECRETS in merged and not folder.is_dir():
        raise BadSetting(f"{SECRETS}={str(folder)!r} is no folder.", param=SECRETS)
    for name in sorted(secrets):
        files = [file for file in (folder / name, folder / name.lower()) if file.is_file()]
        if files and not rest.get(name) and not rest.get(name + FILE_SUFFIX):
            rest[name + FILE_SUFFIX] = str(files[0])
    return rest


def _secret_in(variable_: str, file: str, merged: Mapping[str, str]) -> str:
    """What a file holds, without the line's end. Raises `BadSetting`."""
    name = variable_.removesuffix(FILE_SUFFIX)
    if merged.get(name):
        raise BadSetting(f"{name} and {variable_} are both set. Keep one of them.", param=variable_)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{variable_}={file!r} cannot be read: {error}.", param=variable_) from error


def variable(name: str) -> str:
    """Name of the environment variable of a field."""
    """The environment variable of a field."""
    field = Settings.model_fields.get(name)
    if field is not None and field.alias:
        return field.alias
    return name if name in DOCUMENTED else PREFIX + name.upper()
