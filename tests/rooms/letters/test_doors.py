"""Letters by TLS with a password, as most servers want it."""

from __future__ import annotations

import ssl
from typing import Any

import pytest
import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.conftest import NOW, Cast
from tests.rooms.letters.post_office import PostOffice
from tests.rooms.letters.test_letters import tell, work
from xunzhang.letters.models import Letter
from xunzhang.projects.models import Project

pytestmark = pytest.mark.django_db


def knows(server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: object) -> AuthResult:
    """The one account of the post office."""
    fits = isinstance(said, LoginPassword) and (said.login, said.password) == (b"xunzhang", b"secret")
    return AuthResult(success=fits, handled=False)


@pytest.fixture
def strict(authority: trustme.CA, office: PostOffice, settings: Any) -> PostOffice:
    """The post office, by STARTTLS and with a password only."""
    secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(secured)
    office.close()
    office.terms = {
        "tls_context": secured,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": knows,
    }
    office.open()
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "localhost", True
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "xunzhang", "secret"
    return office


def test_a_letter_goes_by_tls_with_the_password(
    reachable: Cast, project: Project, strict: PostOffice
) -> None:
    tell(project)
    work(NOW)
    assert Letter.objects.get().state == "sent"
    assert len(strict.took) == 1


def test_a_wrong_password_is_told(
    reachable: Cast, project: Project, strict: PostOffice, settings: Any
) -> None:
    settings.EMAIL_HOST_PASSWORD = "wrong"
    tell(project)
    work(NOW)
    kept = Letter.objects.get()
    assert (kept.state, kept.fault) == ("waiting", "发信账号或口令不对")


def test_no_password_is_given_to_a_server_that_nobody_vouches_for(
    reachable: Cast, project: Project, strict: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    tell(project)
    work(NOW)
    kept = Letter.objects.get()
    assert (kept.state, strict.took) == ("waiting", [])
    assert "证书" in kept.fault
