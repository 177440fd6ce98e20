"""What other tools write in their own way is written in ours before a page is converted."""

from __future__ import annotations

import re

from devserver.model import Dialect, Expanded, SourcePath
from devserver.site.front_matter import body_start
from devserver.site.lines import in_code, joined, lines_of


def rewritten(path: SourcePath, expanded: Expanded, dialect: Dialect) -> Expanded:
    """Rewrite a page of ``dialect``; the same object if there is nothing to rewrite."""
    mdx = dialect.like == "docusaurus" or path.lower().endswith(".mdx")
    text = expanded.text
    if not (mdx or ":::" in text or "```{" in text or "[//]:" in text):
        return expanded
    start = body_start(text, dialect)
    if "[//]:" in text:
        expanded = _without_comments(path, expanded)
    # Imported late, like its patterns compiled: most pages of most projects need neither.
    from devserver.site.colons import with_boxes
    from devserver.site.mdx import without_programs

    expanded = with_boxes(path, expanded, start)
    return without_programs(path, expanded, start) if mdx else expanded


_COMMENT = re.compile(r"""[ \t>]*\[//\]:[ \t]*(?:#|<>)[ \t]*(?:\(.*\)|"[^"]*"|'[^']*')[ \t]*\Z""")


def _without_comments(path: SourcePath, expanded: Expanded) -> Expanded:
    """Leave out definitions of ``//``, which authors write as comments, also within a paragraph."""
    lines = in_code(lines_of(path, expanded))
    hidden = (
        line._replace(text="") if not code and _COMMENT.match(line.text) else line
        for line, code in lines
    )
    return joined(hidden, expanded)
