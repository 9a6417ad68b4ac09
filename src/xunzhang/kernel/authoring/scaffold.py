"""A pack to be filled, made from a regulation's text: every article has its line, every file its skeleton.

The words of the regulation are not copied, only how its articles are built and which figures they name.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from xunzhang.kernel.authoring import skeletons
from xunzhang.kernel.authoring.splitting import ArticleText, Split
from xunzhang.kernel.pack.citation import chinese_numeral

_FIGURE = re.compile(r"\d+(?:\.\d+)?\s*(?:万元|元|%|％|个?工作日|个月|日内|天|年内|年)")
_YEAR = re.compile(r"(?:19|20)\d\d\s*年")
_CODE = re.compile(r"[a-z][a-z0-9-]*")


def write(split: Split, text: bytes, packs: Path, code: str, edition: str) -> Path:
    """Write the files to packs/`code`/`edition`, which must not be there. Raises ValueError.

    `text` are the bytes the split was read from; their digest says which text the pack follows.
    """
    if not _CODE.fullmatch(code) or not re.fullmatch(r"[a-z0-9-]+", edition):
        raise ValueError("办法和版本的代号只用小写英文字母、数字和连字符，例如 --code sample --edition 2030")
    folder = packs / code / edition
    if folder.exists():
        raise ValueError(f"{folder} 已经有了，不改动它")
    for name, content in files(split, hashlib.sha256(text).hexdigest()).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return folder


def files(split: Split, digest: str) -> Mapping[str, str]:
    """The text of every file by its name."""
    title = json.dumps(split.title[:80] or "待填", ensure_ascii=False)
    head = {"title": title, "articles": split.articles[-1].number, "digest": digest}
    return {
        "regulation.yaml": skeletons.REGULATION.format(**head),
        "articles.yaml": _articles(split),
        "parameters.yaml": "\n".join([skeletons.PARAMETERS, *_figures(split.articles), "{}", ""]),
        "roles.yaml": skeletons.ROLES,
        "facts.yaml": skeletons.FACTS,
        "rules.yaml": skeletons.RULES,
        "deadlines.yaml": skeletons.DEADLINES,
        "anomalies.yaml": skeletons.ANOMALIES,
        "procedures/1_first.yaml": skeletons.PROCEDURES,
        "cases/first.yaml": skeletons.CASES,
    }


def _articles(split: Split) -> str:
    """Chapters, and a line for each article: what is asked of the author, and how the article is built."""
    chapters = (
        split.chapters if all(each.chapter for each in split.articles) else {0: "正文", **split.chapters}
    )
    lines = [skeletons.ARTICLES, "chapters:"]
    lines += [f"  c{number}: {_chapter(number, title)}" for number, title in chapters.items()]
    lines += ["articles:"]
    for each in split.articles:
        said = f'{{chapter: c{each.chapter}, gist: "", does: "", informational: ""}}'
        lines.append(f"  {each.number}: {said}  # {each.shape}")
    return "\n".join(lines) + "\n"


def _chapter(number: int, title: str) -> str:
    return f"第{chinese_numeral(number)}章 {title}" if number else title


def _figures(articles: list[ArticleText]) -> Iterator[str]:
    """A comment for each figure that an article names; years of documents are left out."""
    for article in articles:
        words = _YEAR.sub("", article.words)
        found = dict.fromkeys(re.sub(r"\s", "", figure) for figure in _FIGURE.findall(words))
        if found:
            yield f"# 第{article.number}条：{'、'.join(found)}"
