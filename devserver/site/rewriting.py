"""What other tools write in their own way is written in ours before a page is converted."""

from __future__ import annotations

from devserver.model import Dialect, Expanded, SourcePath
from devserver.site.colons import with_boxes
from devserver.site.front_matter import body_start
from devserver.site.mdx import without_programs


def rewritten(path: SourcePath, expanded: Expanded, dialect: Dialect) -> Expanded:
    """Rewrite a page of ``dialect``; the same object if there is nothing to rewrite."""
    mdx = dialect.like == "docusaurus" or path.lower().endswith(".mdx")
    text = expanded.text
    if not (mdx or ":::" in text or "```{" in text):
        return expanded
    start = body_start(text, dialect)
    expanded = with_boxes(path, expanded, start)
    return without_programs(path, expanded, start) if mdx else expanded
