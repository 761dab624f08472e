"""Reads the settings from the environment and `.env`, and says in a sentence what cannot be used."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

from dotenv import dotenv_values
from pydantic import ValidationError

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.settings.whole import Settings

PREFIX = "FEEDBACKYES_"
FILE_SUFFIX, SECRETS = "_FILE", "FEEDBACKYES_SECRETS"
ENV_FILES = (Path(".env"), Path("backend/.env"))


class BadSetting(InvalidInput):
    """A setting is unknown or has a value that cannot be used."""

    code = "bad_setting"


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
        why = str(first["msg"]).removeprefix("Value error, ")
        if not first["loc"]:
            raise BadSetting(why, param=variable("tls_cert")) from None
        name = variable(str(first["loc"][0]))
        if is_secret(str(first["loc"][0])):  # nor with what was raised: its text has the value too
            raise BadSetting(f"{name} cannot be used: {why}.", param=name) from None
        raise BadSetting(f"{name}={first.get('input')!r} cannot be used: {why}.", param=name) from error


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
    """The environment variable of a field."""
    return Settings.model_fields[name].alias or PREFIX + name.upper()
