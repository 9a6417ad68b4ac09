"""What the surroundings decide: the database, the secret key, the headers of every answer."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from xunzhang.site.environment import database, mail_door, secret_key, words


def test_without_an_address_the_database_is_a_file_that_loses_nothing(tmp_path: Path) -> None:
    chosen = database("", tmp_path)
    assert chosen["NAME"] == tmp_path / "xunzhang.sqlite3"
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in chosen["OPTIONS"]["init_command"]


def test_an_address_names_a_postgresql(tmp_path: Path) -> None:
    chosen = database("postgres://clerk:p%40ss@db.example:5433/xunzhang", tmp_path)
    assert chosen["ENGINE"] == "django.db.backends.postgresql"
    parts = [chosen[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")]
    assert parts == ["clerk", "p@ss", "db.example", "5433", "xunzhang"]


@pytest.mark.parametrize("address", ["mysql://u@h/n", "postgres://u@h", "xunzhang"])
def test_any_other_address_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="postgres://"):
        database(address, tmp_path)


@pytest.mark.parametrize(
    ("way", "port", "door"),
    [
        ("", "", (587, True, False)),
        ("starttls", "2525", (2525, True, False)),
        ("ssl", "", (465, False, True)),
        ("none", "", (25, False, False)),
    ],
)
def test_letters_go_out_by_one_of_three_doors(
    monkeypatch: pytest.MonkeyPatch, way: str, port: str, door: tuple[int, bool, bool]
) -> None:
    monkeypatch.setenv("XUNZHANG_SMTP_TLS", way)
    monkeypatch.setenv("XUNZHANG_SMTP_PORT", port)
    assert mail_door() == door


def test_a_door_that_there_is_not_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUNZHANG_SMTP_TLS", "tls")
    with pytest.raises(ValueError, match="starttls、ssl 或 none"):
        mail_door()


def test_the_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    key = secret_key(path)
    assert len(key) >= 50
    assert secret_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_words_of_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAMES", " a.example, ,b.example")
    assert words("NAMES") == ["a.example", "b.example"]
    assert words("NO_SUCH_NAMES", "x,y") == ["x", "y"]


@pytest.mark.django_db
def test_the_database_is_set_as_the_site_needs_it() -> None:
    needed = {
        "sqlite": {"PRAGMA foreign_keys": 1, "PRAGMA synchronous": 2},
        "postgresql": {"SHOW server_encoding": "UTF8", "SHOW TimeZone": "UTC"},
    }
    with connection.cursor() as cursor:
        for query, value in needed[connection.vendor].items():
            cursor.execute(query)
            assert cursor.fetchone() == (value,)


@pytest.mark.django_db
def test_every_answer_carries_the_policy(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy
