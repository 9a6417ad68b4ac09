"""What the surroundings decide: the database, the secret key, the names the site answers to."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def database(address: str, folder: Path) -> dict[str, Any]:
    """Django's settings for `postgres://user:password@host:port/name`, or for SQLite in `folder` when empty.

    Raises ValueError for an address of another kind.
    """
    return postgresql(address) if address else sqlite(folder / "xunzhang.sqlite3")


def sqlite(path: Path) -> dict[str, Any]:
    """One file. FULL because NORMAL may lose committed steps when the power fails.

    IMMEDIATE because a transaction that reads first and writes later is refused at once when another one
    wrote in between, instead of waiting its turn (20 s).
    """
    options = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
    }
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": options}


def postgresql(address: str) -> dict[str, Any]:
    """A server reached over the network; connections live one minute and are tested before use."""
    parts = urlsplit(address)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ValueError(f"DB 应写作 postgres://用户:口令@主机:端口/库名，实际是：{address}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def mail_door() -> tuple[int, bool, bool]:
    """(port, STARTTLS, TLS from the start) of the server of letters.

    Raises ValueError for a way or a port that there is not.
    """
    ways = {"starttls": (587, True, False), "ssl": (465, False, True), "none": (25, False, False)}
    wanted = os.environ.get("XUNZHANG_SMTP_TLS") or "starttls"
    if wanted not in ways:
        raise ValueError(f"XUNZHANG_SMTP_TLS 应写 starttls、ssl 或 none，实际是：{wanted}")
    port, starttls, ssl = ways[wanted]
    return int(os.environ.get("XUNZHANG_SMTP_PORT") or port), starttls, ssl


def secret_key(path: Path) -> str:
    """The key kept in `path`, made at the first start and readable by the owner only.

    It appears complete or not at all, so that two processes which start together agree on it.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


def words(name: str, default: str = "") -> list[str]:
    """The comma-separated words of an environment variable."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]
