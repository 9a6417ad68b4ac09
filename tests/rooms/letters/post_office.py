"""A real SMTP server on this machine, which keeps what it took and refuses what it is told to."""

from __future__ import annotations

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP as Server
from aiosmtpd.smtp import Envelope, Session


class PostOffice:
    """`terms` are what the server asks of a sender (TLS, a password).

    `refused` recipients are answered with their words, `hangs_up` drops the line inside a letter."""

    def __init__(self) -> None:
        self.terms: dict[str, Any] = {}
        self.took: list[EmailMessage] = []
        self.refused: dict[str, str] = {}
        self.body_answer = "250 OK"
        self.hangs_up = 0
        self._controller: Controller | None = None
        self.port = 0

    async def handle_RCPT(
        self, server: Server, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Server, session: Session, envelope: Envelope) -> str:
        if self.hangs_up:
            self.hangs_up -= 1
            server.transport.abort()
            await asyncio.sleep(0)
            return "421 gone"
        if self.body_answer.startswith("250"):
            content: Any = envelope.original_content
            self.took.append(message_from_bytes(content, policy=policy.default))
        return self.body_answer

    def open(self) -> None:
        """Listen; after a closing on the same port as before."""
        controller = Controller(self, hostname="127.0.0.1", port=self.port, **self.terms)
        controller.start()
        self._controller = controller
        self.port = controller.server.sockets[0].getsockname()[1]

    def close(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None
