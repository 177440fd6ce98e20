"""A ``mermaid`` fence is a figure that keeps its source until a script draws it."""

from __future__ import annotations

import html
from typing import Any


def figure(source: str, *_positional: Any, **_named: Any) -> str:
    """Format the fence, called by pymdownx.superfences."""
    return f'<figure class="mermaid"><pre>{html.escape(source, quote=False)}</pre></figure>'
