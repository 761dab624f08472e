"""Services elsewhere: hosted voice engines, and the language model that judges."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator

from feedbackyes.settings.written import Group, Listed

HOSTED_BASE = "https://api.openai.com/v1"
EXAMPLE_KEYS = frozenset({"sk-...", "sk-…", "your-openai-key", "your_openai_api_key"})
"""What documents write in the place of a key."""


class Services(Group):
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
        Listed,
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

    @field_validator("openai_api_key", mode="after")
    @classmethod
    def _no_example(cls, value: str) -> str:
        """With it the hosted service would be chosen, and each talk refused there."""
        if value.strip().lower() in EXAMPLE_KEYS:
            raise ValueError("it is a document's example. Write your own key, or none: the embedded engine needs none")
        return value

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
