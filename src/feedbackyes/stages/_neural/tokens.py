"""`tokens.txt`: a symbol and its number on each line, as sherpa-onnx has it. A line with a number alone is the space."""

from __future__ import annotations

from pathlib import Path

from feedbackyes.stages._neural.onnx_header import BadModel

BLANKS = ("<blk>", "<eps>", "<blank>")
MAX_BYTES = 64 * 1024 * 1024


def read(path: Path) -> dict[str, int]:
    """Numbers by symbol.

    Raises:
        BadModel: it is not there, or a line is not as it should be.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadModel(f"{path.name} is far too large for a list of tokens. Install the model again.")
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise BadModel(f"The file {path.name} is missing ({error.strerror}). Install the model again.") from error
    except UnicodeDecodeError as error:
        raise BadModel(f"{path.name} is not text. Install the model again.") from error
    if not text.strip():
        raise BadModel(f"{path.name} has no tokens in it. Install the model again.")
    found: dict[str, int] = {}
    for index, line in enumerate(text.rstrip("\r\n\t ").split("\n"), 1):
        symbol, _, number = line.rstrip("\r\t ").replace("\t", " ").rpartition(" ")
        symbol = symbol.strip(" ")
        if not (number.isascii() and number.isdecimal()) or " " in symbol:
            raise BadModel(f"Line {index} of {path.name} is not a symbol and its number: {line[:40]!r}.")
        found[symbol or " "] = int(number)
    return found


def require_blank(path: Path) -> None:
    """Raises `BadModel` when there is no blank symbol, without which a recogniser ends its process."""
    found = read(path)
    if not any(blank in found for blank in BLANKS):
        raise BadModel(f"{path.name} has no token <blk>: it does not belong to this kind of recogniser.")
