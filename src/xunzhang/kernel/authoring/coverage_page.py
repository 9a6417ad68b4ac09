"""The coverage of editions as one HTML file that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from xunzhang.kernel.authoring.coverage import KINDS, ArticleCover, Cover, Covered

_STYLE = """
body{font:15px/1.6 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1d2530}
table{border-collapse:collapse;width:100%;margin:1rem 0 3rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #d7dce2}
th{position:sticky;top:0;background:#fff}
td:first-child{white-space:nowrap}
.bare{color:#a32017}.quiet{color:#5b6673}summary{cursor:pointer}
li.bare::marker{content:"✕ "}
"""


def page(covers: Iterable[Cover]) -> str:
    """The whole file."""
    body = "".join(_edition(cover) for cover in covers)
    head = f"<meta charset=utf-8><title>条文与用例</title><style>{_STYLE}</style>"
    whole = f"<head>{head}</head><body><h1>条文与用例</h1>{body}</body>"
    return f"<!doctype html>\n<html lang=zh-CN>{whole}</html>\n"


def _edition(cover: Cover) -> str:
    wanting, having = cover.elements
    said = (
        f"{len(cover.articles)} 条，已交代 {cover.accounted} 条；内容 {wanting} 项，"
        f"有用例 {having} 项；用例 {cover.cases} 个"
    )
    rows = "".join(_article(article) for article in cover.articles)
    head = "<tr><th>条<th>要点<th>内容<th>没有用例<th>引用它的用例</tr>"
    title = f"<h2>{escape(cover.title)} <small class=quiet>{escape(cover.edition)}</small></h2>"
    return f"{title}<p>{said}</p><table>{head}{rows}</table>"


def _article(article: ArticleCover) -> str:
    bare = f"<td class=bare>{len(article.bare)}" if article.bare else "<td class=quiet>0"
    return (
        f"<tr><td>第{article.number}条<td>{escape(article.gist)}<td>{_elements(article)}"
        f"{bare}<td>{article.citing}</tr>"
    )


def _elements(article: ArticleCover) -> str:
    if not article.elements:
        return f"<span class=quiet>仅说明：{escape(article.informational)}</span>"
    items = "".join(_element(element) for element in article.elements)
    open_ = " open" if article.bare else ""
    return f"<details{open_}><summary>{len(article.elements)} 项</summary><ul>{items}</ul></details>"


def _element(element: Covered) -> str:
    kind = KINDS.get(element.kind, element.kind)
    named = f"{kind} <b>{escape(element.title)}</b> <code>{escape(element.code)}</code>"
    if element.words_only:
        return f"<li class=quiet>{named}：只是文字，不需用例"
    if not element.cases:
        return f"<li class=bare>{named}：没有用例"
    cases = "".join(f"<li>{escape(name)}" for name in element.cases)
    return f"<li><details><summary>{named}：{len(element.cases)} 个</summary><ul>{cases}</ul></details>"
