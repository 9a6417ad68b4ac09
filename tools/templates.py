"""Compile every template of the rooms: a misspelt tag or a missing parent fails before a page is opened."""

import os
import sys
from pathlib import Path

import django
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode, IncludeNode

ROOT = Path(__file__).resolve().parent.parent


def faults(path: Path) -> list[str]:
    """What is wrong with the template at `path`, its named parents and includes."""
    name = path.as_posix().partition("/templates/")[2]
    try:
        template = get_template(name).template
        for node in template.nodelist.get_nodes_by_type((ExtendsNode, IncludeNode)):
            target = node.parent_name if isinstance(node, ExtendsNode) else node.template
            if isinstance(target.var, str):
                get_template(target.var)
    except (TemplateSyntaxError, TemplateDoesNotExist) as fault:
        return [f"{path.relative_to(ROOT)}: {type(fault).__name__}: {fault}"]
    return []


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xunzhang.site.settings")
    django.setup()
    paths = sorted((ROOT / "src" / "xunzhang").glob("*/templates/**/*.html"))
    found = [fault for path in paths for fault in faults(path)]
    print("\n".join([*found, f"{len(paths)} templates, {len(found)} faults"]))
    sys.exit(bool(found))
