"""Better ears and voices: models that are known, which are here, and how to get one. For admins; nothing is fetched unasked.

A download goes on in the server, whoever asked for it; who wants to see how far it is asks again.
"""

from __future__ import annotations

import asyncio
import shutil
from importlib.util import find_spec
from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from feedbackyes import models
from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import Services, ServicesDep
from feedbackyes.domain.errors import Conflict
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.models import Model
from feedbackyes.models.pulls import State

LIBRARY = "sherpa_onnx"
"""What runs the models."""

Stage = Literal["stt", "tts"]
Admin = Annotated[Principal, Allow(Action.MANAGE_MODELS)]
Name = Annotated[str, Path(max_length=128)]
router = APIRouter(
    prefix="/api/models",
    tags=["models"],
    responses={code: {"model": ErrorBody} for code in (401, 403, 404, 409)},
)


class PullBody(BaseModel):
    """A download that goes on."""

    state: Annotated[State, Field(description="`waiting`: for another one. `installing`: it is all here.")]
    fetched: Annotated[int, Field(description="Bytes that are here.")]
    total: Annotated[int, Field(description="Bytes in all, about.")]


class ModelBody(BaseModel):
    name: str
    stage: Annotated[Stage, Field(description="A recogniser, or a voice.")]
    what: str
    languages: Annotated[list[str], Field(description="Primary subtags.")]
    size: Annotated[int, Field(description="Of the download, bytes, about.")]
    licence: Annotated[str, Field(description="Of the weights: its name, or where to read it.")]
    source: Annotated[str, Field(description="The host that it is fetched from.")]
    checked: Annotated[bool, Field(description="Its publisher states a checksum.")]
    installed: bool
    in_use: Annotated[bool, Field(description="The embedded engine works with it now.")]
    pull: PullBody | None
    failure: Annotated[str | None, Field(description="Why the last try came to nothing.")]


class ModelList(BaseModel):
    items: list[ModelBody]
    own: Annotated[list[str], Field(description="Others that are installed.")]
    runs: Annotated[bool, Field(description="The library that runs them is installed.")]
    chosen: Annotated[dict[Stage, str], Field(description="The back end of each stage, by the settings.")]
    basic: Annotated[bool, Field(description="Recogniser: the built-in one serves.")]
    folder: str
    free_bytes: int


@router.get("")
async def list_models(services: ServicesDep, _: Admin) -> ModelList:
    """All known models, and how far each download is."""
    return await asyncio.to_thread(_listed, services)


@router.post("/{name}/pull", status_code=202)
async def pull_model(name: Name, services: ServicesDep, _: Admin) -> ModelBody:
    """Fetch and install a model. One that is here, or on its way, stays as it is."""
    model = models.named(name)
    if name not in services.pulls.store.installed():
        services.pulls.begin(model)
    return await asyncio.to_thread(_model, services, model)


@router.delete("/{name}/pull", status_code=204)
async def cancel_pull(name: Name, services: ServicesDep, _: Admin) -> None:
    """Stop a download. What was fetched is kept, and the next one goes on with it."""
    services.pulls.cancel(models.named(name).name)


@router.delete("/{name}", status_code=204)
async def remove_model(name: Name, services: ServicesDep, _: Admin) -> None:
    """Delete an installed model, unless it is in use."""
    if _in_use(services, name):
        raise Conflict(f"{name} is in use. Choose another part in the settings and restart, then remove it.")
    await asyncio.to_thread(services.pulls.remove, name)


def _listed(services: Services) -> ModelList:
    store = services.pulls.store
    known = models.known()
    place = next(path for path in (store.folder, *store.folder.parents) if path.is_dir())
    return ModelList(
        items=[_model(services, model) for model in known],
        own=sorted(set(store.installed()) - {model.name for model in known}),
        runs=find_spec(LIBRARY) is not None,
        chosen={"stt": services.settings.stt, "tts": services.settings.tts},
        basic=services.engine.describe().basic_ears,
        folder=str(store.folder),
        free_bytes=shutil.disk_usage(place).free,
    )


def _model(services: Services, model: Model) -> ModelBody:
    going_on = services.pulls.going_on(model.name)
    failed = services.pulls.failures.get(model.name)
    pull = None
    if going_on is not None:
        total = going_on.total or model.size
        pull = PullBody(state=going_on.state, fetched=going_on.fetched, total=total)
    return ModelBody(
        name=model.name,
        stage="stt" if model.stage == "stt" else "tts",
        what=model.what,
        languages=list(model.languages),
        size=model.size,
        licence=model.licence,
        source=model.url.split("/")[2],
        checked=model.sha256 != "",
        installed=model.name in services.pulls.store.installed(),
        in_use=_in_use(services, model.name),
        pull=pull,
        failure=failed.message if failed is not None else None,
    )


def _in_use(services: Services, name: str) -> bool:
    """Parts that run a model are called after its folder."""
    told = services.engine.describe()
    return any(f"{name} " in f"{part} " for part in (told.recogniser, told.voice))
