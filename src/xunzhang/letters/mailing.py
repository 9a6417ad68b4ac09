"""Sending one letter, and what to make of a server that does not take it."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from xunzhang.letters.models import Letter

LONGEST_FAULT = 400
_CONNECTION = (smtplib.SMTPServerDisconnected, ConnectionResetError, BrokenPipeError)


class Unwanted(Exception):
    """The server will never take this letter. The message is for the page."""


def send(letter: Letter) -> None:
    """Give a letter to the server. Raises Unwanted, or whatever is worth a retry."""
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.address],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(letter.html, "text/html")
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as fault:
        if _is_final(fault):
            raise Unwanted(told(fault)) from fault
        raise


def told(fault: Exception) -> str:
    """Why it failed, in Chinese with the words of the server."""
    match fault:
        case smtplib.SMTPRecipientsRefused():
            said = f"收件人被拒绝：{_words(_refused(fault))}"
        case smtplib.SMTPAuthenticationError():
            said = "发信账号或口令不对"
        case smtplib.SMTPResponseException():
            said = f"发信服务器不收：{_words((fault.smtp_code, fault.smtp_error))}"
        case _ if isinstance(fault, _CONNECTION):
            said = "发信服务器中断了连接"
        case ssl.SSLError():
            said = f"发信服务器的证书或加密不对：{fault.reason or fault}"
        case OSError():
            said = f"连不上发信服务器：{fault}"
        case _:
            said = str(fault)
    return said[:LONGEST_FAULT]


def missed(letter: Letter, fault: Exception, now: datetime) -> None:
    """Keep that an attempt failed, although the queue will try again; the last one is the end."""
    letter.miss(told(fault), now)
    letter.save(update_fields=["attempts", "fault", "state", "ended_at"])


def _is_final(fault: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> bool:
    code = _refused(fault)[0] if isinstance(fault, smtplib.SMTPRecipientsRefused) else fault.smtp_code
    return code >= 500


def _refused(fault: smtplib.SMTPRecipientsRefused) -> tuple[int, bytes | str]:
    """What was said of the one recipient."""
    code, words = next(iter(fault.recipients.values()))
    return int(code), words


def _words(said: tuple[int, bytes | str]) -> str:
    code, words = said
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return f"{code} {' '.join(text.split())}"
