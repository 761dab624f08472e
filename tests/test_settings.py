"""Configuration from the environment and from files."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedbackyes.settings import BadSetting, Settings, read


def env(**values: str) -> Settings:
    return read(values, files=())


def test_everything_has_a_default() -> None:
    found = env()
    assert (found.host, found.port, found.provider, found.recording) == ("127.0.0.1", 8000, "auto", "ask")
    assert found.session_timeout_seconds == 60
    assert found.origins == ("http://localhost:3000", "http://localhost:3001")


def test_names_of_ours_and_of_the_documents_are_read() -> None:
    found = env(
        FEEDBACKYES_PORT="8123",
        FEEDBACKYES_DATA="/somewhere",
        FEEDBACKYES_ORIGINS="https://a.example/, https://b.example",
        OPENAI_API_KEY="sk-x",
        OPENAI_API_BASE="https://api.example/v1/",
        SESSION_TIMEOUT_SECONDS="12.5",
        HOME="/root",
    )
    assert (found.port, found.data, found.session_timeout_seconds) == (8123, Path("/somewhere"), 12.5)
    assert found.origins == ("https://a.example", "https://b.example")
    assert found.realtime_url == "wss://api.example/v1/realtime"
    assert found.sqlalchemy_url == "sqlite+aiosqlite:////somewhere/feedbackyes.db"


def test_an_own_realtime_url_wins_over_the_base() -> None:
    found = env(OPENAI_API_BASE="http://one/v1", OPENAI_REALTIME_URL="ws://two/realtime/")
    assert found.realtime_url == "ws://two/realtime"


@pytest.mark.parametrize(
    ("values", "chosen"),
    [
        ({}, "local"),
        ({"OPENAI_API_KEY": "sk-x"}, "openai"),
        ({"OPENAI_API_KEY": "sk-x", "FEEDBACKYES_PROVIDER": "local"}, "local"),
        ({"FEEDBACKYES_PROVIDER": "openai"}, "openai"),
        ({"OPENAI_API_KEY": ""}, "local"),
    ],
)
def test_a_key_chooses_the_hosted_provider(values: dict[str, str], chosen: str) -> None:
    assert env(**values).chosen_provider == chosen


@pytest.mark.parametrize(
    ("word", "meant"), [("on", "on"), ("false", "off"), ("1", "on"), ("Ask", "ask"), ("no", "off")]
)
def test_recording_takes_the_usual_words(word: str, meant: str) -> None:
    assert env(FEEDBACKYES_RECORDING=word).recording == meant


def test_an_unknown_name_stops_the_start_and_is_named() -> None:
    with pytest.raises(BadSetting, match="FEEDBACKYES_PROT is not a setting") as caught:
        env(FEEDBACKYES_PROT="8000")
    assert "FEEDBACKYES_PORT" in caught.value.message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FEEDBACKYES_PORT", "many"),
        ("FEEDBACKYES_PORT", "70000"),
        ("SESSION_TIMEOUT_SECONDS", "0"),
        ("FEEDBACKYES_RECORDING", "perhaps"),
        ("FEEDBACKYES_LOG_LEVEL", "LOUD"),
    ],
)
def test_a_bad_value_stops_the_start_and_is_named(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name) as caught:
        env(**{name: value})
    assert value in caught.value.message


def test_files_are_read_and_the_environment_wins(tmp_path: Path) -> None:
    first, second = tmp_path / ".env", tmp_path / "backend.env"
    first.write_text("FEEDBACKYES_PORT=1111\nOPENAI_API_KEY='sk-from-file'\n")
    second.write_text("FEEDBACKYES_PORT=2222\nFEEDBACKYES_HOST=::1\nSOMETHING_ELSE=x\n")
    found = read({}, (first, second, tmp_path / "none.env"))
    assert (found.port, found.host, found.openai_api_key) == (1111, "::1", "sk-from-file")
    assert read({"FEEDBACKYES_PORT": "3333"}, (first, second)).port == 3333


@pytest.mark.parametrize("example", ["sk-...", "your-openai-key", "YOUR_OPENAI_API_KEY"])
def test_the_key_of_a_document_is_none(example: str) -> None:
    with pytest.raises(BadSetting, match=r"^OPENAI_API_KEY cannot be used: it is a document's example\."):
        env(OPENAI_API_KEY=example)


def test_the_key_is_not_printed() -> None:
    assert "sk-secret" not in repr(env(OPENAI_API_KEY="sk-secret"))


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValueError, match="frozen"):
        env().port = 1


@pytest.mark.parametrize(
    ("values", "elsewhere"),
    [
        ({}, ()),
        ({"FEEDBACKYES_STT": "openai"}, ("api.openai.com",)),
        ({"FEEDBACKYES_STT": "openai", "FEEDBACKYES_STT_URL": "http://192.168.1.9:8000/v1"}, ()),
        ({"FEEDBACKYES_TTS": "openai", "OPENAI_API_BASE": "http://localhost:8000/v1"}, ()),
        (
            {
                "FEEDBACKYES_STT": "openai",
                "FEEDBACKYES_STT_URL": "http://gpu/v1",
                "FEEDBACKYES_TTS": "openai",
                "FEEDBACKYES_TTS_URL": "https://voices.example/v1",
            },
            ("voices.example",),
        ),
        ({"FEEDBACKYES_DIALOGUE": "language-model", "FEEDBACKYES_DIALOGUE_MODEL": "m"}, ("api.openai.com",)),
        ({"FEEDBACKYES_DIALOGUE": "auto", "FEEDBACKYES_DIALOGUE_MODEL": "m"}, ()),
        (
            {
                "FEEDBACKYES_DIALOGUE": "auto",
                "FEEDBACKYES_DIALOGUE_MODEL": "m",
                "FEEDBACKYES_DIALOGUE_URL": "https://minds.example/v1",
            },
            ("minds.example",),
        ),
    ],
)
def test_parts_that_ask_a_server_elsewhere_are_known(values: dict[str, str], elsewhere: tuple[str, ...]) -> None:
    assert env(**values).stages_elsewhere == elsewhere


@pytest.mark.parametrize(
    ("values", "chosen"),
    [
        ({}, "scripted"),
        ({"FEEDBACKYES_DIALOGUE": "auto"}, "scripted"),
        ({"FEEDBACKYES_DIALOGUE": "auto", "FEEDBACKYES_DIALOGUE_MODEL": "m"}, "scripted"),
        ({"FEEDBACKYES_DIALOGUE": "auto", "OPENAI_API_KEY": "k"}, "scripted"),
        ({"FEEDBACKYES_DIALOGUE": "auto", "FEEDBACKYES_DIALOGUE_URL": "http://gpu/v1"}, "scripted"),
        (
            {
                "FEEDBACKYES_DIALOGUE": "auto",
                "FEEDBACKYES_DIALOGUE_MODEL": "m",
                "FEEDBACKYES_DIALOGUE_URL": "http://gpu/v1",
            },
            "language-model",
        ),
        (
            {
                "FEEDBACKYES_DIALOGUE": "auto",
                "FEEDBACKYES_DIALOGUE_MODEL": "m",
                "OPENAI_API_BASE": "http://gpu/v1",
            },
            "language-model",
        ),
        ({"FEEDBACKYES_DIALOGUE": "language_model"}, "language-model"),
    ],
)
def test_a_language_model_is_taken_only_when_it_and_its_server_are_named(values: dict[str, str], chosen: str) -> None:
    assert env(**values).chosen_dialogue == chosen


@pytest.mark.parametrize(
    ("word", "expected"), [("on", "on"), ("TRUE", "on"), ("1", "on"), ("off", "off"), ("no", "off")]
)
def test_accounts_are_switched_by_any_word_for_it(word: str, expected: str) -> None:
    assert read({"FEEDBACKYES_ACCOUNTS": word}, ()).accounts == expected


@pytest.mark.parametrize(
    ("values", "match"),
    [
        ({"OIDC_ISSUER": "https://id.example"}, "OIDC_CLIENT_ID"),
        ({"OIDC_ISSUER": "http://id.example", "OIDC_CLIENT_ID": "x"}, "https"),
        ({"OIDC_ISSUER": "id.example", "OIDC_CLIENT_ID": "x"}, "whole web address"),
        ({"OIDC_ROLES": "staff=king"}, "king"),
        ({"PUBLIC_URL": "practice.example"}, "whole web address"),
        ({"ACCOUNTS": "on", "PASSWORD_LOGIN": "false"}, "nobody can sign in"),
    ],
)
def test_settings_of_signing_in_that_cannot_work_stop_the_start(values: dict[str, str], match: str) -> None:
    with pytest.raises(BadSetting, match=match):
        read({f"FEEDBACKYES_{name}": value for name, value in values.items()}, ())


def test_an_identity_provider_is_described_by_pairs_and_lists() -> None:
    values = {
        "FEEDBACKYES_OIDC_ISSUER": "http://127.0.0.1:9000",
        "FEEDBACKYES_OIDC_CLIENT_ID": "us",
        "FEEDBACKYES_OIDC_ROLES": "hr=SuperAdmin, coaches = Formateur-ext",
        "FEEDBACKYES_OIDC_DOMAINS": "a.example, b.example",
    }
    found = read(values, ())
    assert found.oidc_roles == {"hr": "SuperAdmin", "coaches": "Formateur-ext"}
    assert found.oidc_domains == ("a.example", "b.example")
