"""Installing and checking the packs by command."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.rooms.regulations.conftest import EDITION, forget
from tests.rooms.regulations.test_pages import rewrite
from xunzhang.journal.models import Entry
from xunzhang.regulations.models import InstalledEdition


def run(command: str) -> str:
    out = StringIO()
    call_command(command, stdout=out, stderr=out)
    return out.getvalue()


def test_every_edition_is_installed_once(packs: Path, db: None) -> None:
    assert run("install_packs").startswith("已安装 示例市信息化项目办法（sample@2030，摘要 ")
    assert run("install_packs").startswith("已装过 示例市信息化项目办法（sample@2030，摘要 ")
    assert InstalledEdition.objects.get().pk == EDITION
    assert Entry.objects.filter(verb="edition.installed").count() == 1


def test_a_changed_edition_is_refused(packs: Path, db: None) -> None:
    run("install_packs")
    rewrite(packs, "short: 示例市", "short: 示例")
    out = StringIO()
    with pytest.raises(CommandError, match="1 版办法没有装上"):
        call_command("install_packs", stdout=out, stderr=out)
    assert "文件与安装时不同；改动要另立新版" in out.getvalue()


def test_a_faulty_edition_does_not_keep_others_out(packs: Path, db: None) -> None:
    other = packs / "sample" / "2029"
    other.mkdir()
    (other / "regulation.yaml").write_text("title: 坏\n")
    forget()
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("install_packs", stdout=out, stderr=out)
    assert "未安装 sample@2029" in out.getvalue()
    assert InstalledEdition.objects.get().pk == EDITION
