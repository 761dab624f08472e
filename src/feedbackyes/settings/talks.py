"""How talks are held: recording, turn-taking, lines that break, limits, and how long what was said is kept."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from feedbackyes.settings.written import Group, on_off


class Talks(Group):
    recording: Annotated[
        Literal["ask", "on", "off"],
        BeforeValidator(on_off),
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
