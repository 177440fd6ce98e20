"""The theme's static files as templates name them, for tests that make a site's view themselves."""

from __future__ import annotations

from devserver.sources.theme_files import built_in


def assets(root: str) -> dict[str, str]:
    """Link to every static file of the built-in theme, with ``root`` before it."""
    folder = built_in() / "static"
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    return {name: f"{root}_devserver/theme/{name}" for name in names}
