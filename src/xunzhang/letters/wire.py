"""Sending a body to an address of another system: signed, within a time, and never into our own house."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

CONNECT_SECONDS, WHOLE_SECONDS = 5.0, 15.0
EXCERPT = 500
PORTS = {"https": 443, "http": 80}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAllowed(Exception):
    """An address to which nothing may be sent. The message is for the page."""


class NoAnswer(Exception):
    """Nothing came back that could be read. The message is for the page."""


@dataclass(frozen=True)
class Answer:
    status: int
    excerpt: str

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over the timestamp, a point and the body, in hexadecimal digits."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def split(address: str) -> SplitResult:
    """An address of the form that is taken. Raises NotAllowed with what is wrong."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NotAllowed("地址写法不对，例如 https://example.gov.cn/xunzhang") from None
    if parts.scheme not in PORTS or not parts.hostname or port == 0 or not address.isascii():
        raise NotAllowed("地址写法不对，例如 https://example.gov.cn/xunzhang")
    if any(ord(sign) <= 32 or ord(sign) == 127 for sign in address):
        raise NotAllowed("地址里不能有空格或不能显示的字符")
    if parts.username is not None or parts.fragment:
        raise NotAllowed("地址里不要写账号、口令，也不要带 #")
    return parts


def places(parts: SplitResult) -> tuple[str, ...]:
    """The numbers of the host, to be connected to as they were checked. Raises NotAllowed or NoAnswer.

    Every number that the name stands for must be allowed: one inside the house is enough to refuse.
    """
    port = parts.port or PORTS[parts.scheme]
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except OSError:
        raise NoAnswer(f"找不到主机 {parts.hostname}") from None
    numbers = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    if any(not _is_outside(number) for number in numbers) and "internal" not in settings.HOOKS_ALLOW:
        raise NotAllowed("地址在内部网络，默认不许推送；确需推送，请运维设 XUNZHANG_HOOKS=internal")
    plain_allowed = "http" in settings.HOOKS_ALLOW or all(_inner(number).is_loopback for number in numbers)
    if parts.scheme == "http" and not plain_allowed:
        raise NotAllowed("地址要用 https；确需 http，请运维设 XUNZHANG_HOOKS=http")
    return tuple(dict.fromkeys(map(str, numbers)))


def send(address: str, body: bytes, headers: dict[str, str]) -> Answer:
    """POST a body. Follows nothing. Raises NotAllowed, or NoAnswer when it does not come to an answer."""
    parts = split(address)
    numbers = places(parts)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with _connected(parts, numbers) as connection:
            connection.request("POST", target, body, {**headers, "Host": parts.netloc})
            answer = connection.getresponse()
            said = answer.read(EXCERPT * 4)
    except TimeoutError:
        raise NoAnswer(f"{WHOLE_SECONDS:g} 秒内没有答完") from None
    except ssl.SSLError as fault:
        raise NoAnswer(f"证书或加密连接不对：{fault.reason or fault}") from fault
    except (OSError, http.client.HTTPException) as fault:
        raise NoAnswer(f"连接失败：{fault or type(fault).__name__}") from fault
    return Answer(answer.status, excerpt(said))


def excerpt(said: bytes) -> str:
    """The beginning of an answer, fit to be shown: one line of signs that can be printed."""
    text = " ".join(said.decode(errors="replace").split())
    return "".join(sign for sign in text if sign.isprintable())[:EXCERPT]


@contextmanager
def _connected(parts: SplitResult, numbers: tuple[str, ...]) -> Iterator[http.client.HTTPConnection]:
    """A line to a number that was checked, under the name of the host; cut when the time is over.

    The time is that of the whole exchange: a partner that drips one sign after the other gains nothing.
    """
    port = parts.port or PORTS[parts.scheme]
    connection = http.client.HTTPConnection(str(parts.hostname), port)
    line = _line(numbers, port)
    with closing(line.dup()) as spare, closing(connection):
        over = threading.Event()
        clock = threading.Timer(WHOLE_SECONDS, _cut, [spare, over])
        clock.start()
        try:
            connection.sock = _secured(line, parts)
            yield connection
        except (OSError, http.client.HTTPException):
            if not over.is_set():
                raise
        finally:
            clock.cancel()
        if over.is_set():
            raise TimeoutError


def _line(numbers: tuple[str, ...], port: int) -> socket.socket:
    """A line to the first number that answers. Raises OSError of the last one."""
    for number in numbers[:-1]:
        with suppress(OSError):
            return socket.create_connection((number, port), CONNECT_SECONDS)
    return socket.create_connection((numbers[-1], port), CONNECT_SECONDS)


def _secured(line: socket.socket, parts: SplitResult) -> socket.socket:
    """The line as the scheme wants it, its certificate checked against the name of the host."""
    line.settimeout(WHOLE_SECONDS)
    if parts.scheme == "http":
        return line
    return ssl.create_default_context().wrap_socket(line, server_hostname=parts.hostname)


def _cut(line: socket.socket, over: threading.Event) -> None:
    over.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _is_outside(number: Address) -> bool:
    inner = _inner(number)
    return inner.is_global and not inner.is_multicast


def _inner(number: Address) -> Address:
    """The IPv4 number that an IPv6 number stands for, if it does."""
    if isinstance(number, ipaddress.IPv6Address):
        if number in _NAT64:
            return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        teredo = number.teredo[1] if number.teredo else None
        return number.ipv4_mapped or number.sixtofour or teredo or number
    return number
