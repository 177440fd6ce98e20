"""Reads an existing ``mkdocs.yml`` as it stands, with MkDocs' meanings, and names what it skips."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from devserver import locate
from devserver.colour import NAMED
from devserver.config import Config
from devserver.entries import Entries
from devserver.model import Dialect
from devserver.schema import Key, Table, take
from devserver.settings import ConfigError, Settings
from devserver.validation import read_validation
from devserver.view import About
from devserver.yaml_file import read_yaml

KEYS: Final[Table] = {
    "site_name": Key("a string", "The name of the site."),
    "site_url": Key("a string", "Where the finished site will be."),
    "docs_dir": Key("a string", "The docs folder; else `docs`."),
    "nav": Key("a list", "The navigation; else made from the files."),
    "exclude_docs": Key("a string", "Gitignore patterns, one a line, of what is left out."),
    "draft_docs": Key("a string", "Gitignore patterns of pages that only a preview shows."),
    "not_in_nav": Key("a string", "Gitignore patterns of pages that need no navigation entry."),
    "markdown_extensions": Key("a list or a table", "Markdown extensions, with their options."),
    "extra_css": Key("a list of strings", "Stylesheets that every page loads."),
    "extra_javascript": Key("a list of strings or tables", "Scripts that every page loads."),
    "repo_url": Key("a string", "The address of the project."),
    "repo_name": Key("a string", "What the link to it is called; else after the host."),
    "edit_uri": Key("a string", "Where pages are edited, from `repo_url`."),
    "edit_uri_template": Key("a string", "The same, with `{path}` where the page's path belongs."),
    "use_directory_urls": Key("true or false", "Whether `intro.md` is `/intro/` or `/intro.html`."),
    "watch": Key("a list of strings", "More folders whose changes matter."),
    "theme": Key("a string or a table", "Of a theme: `logo`, `favicon`, `palette`, `language`."),
    "copyright": Key("a string", "HTML at the foot of every page."),
    "site_author": Key("a string", "Who wrote it, for the head of every page."),
    "site_description": Key("a string", "What it is about, where a page does not say it."),
    "validation": Key("a table", "How links and the navigation are judged."),
    "plugins": Key("a list or a table", "Not applied, but named."),
    "hooks": Key("a list", "Not applied, but named."),
    "extra_templates": Key("a list", "Not applied, but named."),
}
"""Every key that is read. ``INHERIT`` was followed before, and is no longer among them."""

_UNUSED: Final = frozenset(
    {
        *("extra", "google_analytics"),
        *("dev_addr", "remote_branch", "remote_name", "site_dir", "strict"),
    }
)
"""What MkDocs knows and a preview needs not: neither read nor complained of."""

_FOLDERS: Final = "literate-nav"
"""The plugin by which an entry of the navigation that ends with ``/`` is a whole folder."""

_HIDDEN: Final = (".*", "/templates/")
"""What MkDocs leaves out of every site, unless a later pattern takes it in again."""


def read_mkdocs(file: Path) -> Config:
    """Read ``file`` and what it inherits.

    Raises ConfigError if it is not YAML, or names a docs folder that is none.
    """
    settings = read_yaml(file)
    for name, value in list(settings.values.items()):
        if value is None or name in _UNUSED:
            del settings.values[name]
    values = take(settings, KEYS, unknown="warning")
    named = _docs(settings, values)
    docs = Path(os.path.realpath(named))
    entries = Entries(settings, docs, base=docs)
    entries.validation = read_validation(settings, values.get("validation", {}))
    theme, links = _theme(values), locate.links(named)
    return Config(
        project=entries.project,
        docs=docs,
        file=file,
        files=(*(file.parent / name for name in _stronger(file.name)), *settings.files, *links),
        title=values.get("site_name", "").strip() or locate.title(docs),
        site_url=_site_url(entries, values.get("site_url")),
        exclude=(*_HIDDEN, *_patterns(entries, values, "exclude_docs")),
        drafts=_patterns(entries, values, "draft_docs"),
        not_in_nav=_patterns(entries, values, "not_in_nav"),
        nav=entries.nav(("nav",), values["nav"]) if values.get("nav") else None,
        nav_folders=_FOLDERS in _names(values.get("plugins", ())),
        validation=entries.validation,
        extra_css=entries.assets(("extra_css",), values.get("extra_css", ())),
        extra_js=entries.scripts(("extra_javascript",), values.get("extra_javascript", ())),
        logo=entries.asset(("theme", "logo"), _text(theme.get("logo"))),
        favicon=entries.asset(("theme", "favicon"), _text(theme.get("favicon"))),
        accent=_accent(theme.get("palette")),
        tabs=_tabs(theme),
        watch=tuple(map(entries.folder, values.get("watch", ()))),
        repo_url=entries.url(("repo_url",), values.get("repo_url")),
        edit_url=_edit_url(entries, values),
        about=_about(values, theme),
        dialect=_dialect(entries, values),
        directory_urls=values.get("use_directory_urls", True),
        problems=settings.problems(entries.project),
        places=entries.places,
        ignored=tuple(dict.fromkeys(_ignored(values))),
        mkdocs=True,
    )


def _stronger(name: str) -> tuple[str, ...]:
    return locate.NAMES[: locate.NAMES.index(name)]


def _docs(settings: Settings, values: dict[str, Any]) -> Path:
    written = values.get("docs_dir") or "docs"
    docs = settings.file.parent / written
    if not docs.is_dir():
        place = settings.place(("docs_dir",))
        raise ConfigError(f"no such docs folder: {written}", place.file, place.line, place.column)
    return docs


def _site_url(entries: Entries, written: str | None) -> str | None:
    url = entries.url(("site_url",), written)
    return url and urlunsplit(urlsplit(url)._replace(path=urlsplit(url).path.rstrip("/") + "/"))


def _patterns(entries: Entries, values: dict[str, Any], key: str) -> tuple[str, ...]:
    lines = (line.strip() for line in values.get(key, "").splitlines())
    return entries.patterns((key,), [line for line in lines if line and not line.startswith("#")])


def _dialect(entries: Entries, values: dict[str, Any]) -> Dialect:
    key = "markdown_extensions"
    names, options = entries.extensions((key,), values.get(key))
    return Dialect(names, options, mkdocs=True)


# ---------------------------------------------------------------- what the theme says


def _theme(values: dict[str, Any]) -> dict[str, Any]:
    theme = values.get("theme", {})
    return {"name": theme} if isinstance(theme, str) else theme


def _about(values: dict[str, Any], theme: dict[str, Any]) -> About:
    host = urlsplit(values.get("repo_url", "")).netloc.lower()
    named = _USUAL_NAMES.get(host) or host.partition(".")[0].title()
    return About(
        description=values.get("site_description", ""),
        author=values.get("site_author", ""),
        copyright=values.get("copyright", ""),
        repo_name=values.get("repo_name", named),
        # Material says “language”, and the themes of MkDocs itself say “locale”.
        language=(_text(theme.get("language", theme.get("locale"))) or "").replace("_", "-"),
    )


_USUAL_NAMES: Final = {"github.com": "GitHub", "gitlab.com": "GitLab", "bitbucket.org": "Bitbucket"}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _tabs(theme: dict[str, Any]) -> bool | None:
    """Take what Material's features say; another theme has no such thing."""
    if theme.get("name") != "material":
        return None
    features = theme.get("features")
    return isinstance(features, list) and "navigation.tabs" in features


def _accent(palette: object) -> str | None:
    """Take the primary colour of the first palette, if its name in Material is one in CSS too."""
    first = palette[0] if isinstance(palette, list) and palette else palette
    primary = first.get("primary") if isinstance(first, dict) else None
    # Material's black and white are backgrounds; as the colour of links they would not be seen.
    wanted = isinstance(primary, str) and primary in NAMED - {"black", "white"}
    return primary if wanted else None


# ---------------------------------------------------------------- where a page is edited

_USUAL_EDIT_URI: Final = {
    "github.com": "edit/master/docs/",
    "gitlab.com": "edit/master/docs/",
    "bitbucket.org": "src/default/docs/",
}


def _edit_url(entries: Entries, values: dict[str, Any]) -> str | None:
    """Join ``repo_url`` and ``edit_uri`` by the rules of MkDocs' ``Page._set_edit_url``."""
    repo, template = values.get("repo_url", ""), values.get("edit_uri_template")
    uri = values.get("edit_uri", _USUAL_EDIT_URI.get(urlsplit(repo).netloc.lower(), ""))
    if template:
        key, uri = "edit_uri_template", template
    elif uri:
        key, uri = "edit_uri", uri.rstrip("/") + "/{path}"
    else:
        return None
    if repo and not uri.startswith(("?", "#")):
        repo = repo.rstrip("/") + "/"
    if unknown := set(_PLACEHOLDER.findall(uri)) - {"path", "path_noext"}:
        message = f"there is no “{{{min(unknown)}}}”, only {{path}} and {{path_noext}}"
        entries.refuse((key,), message)
        return None
    return entries.url((key,), urljoin(repo, uri))


_PLACEHOLDER: Final = re.compile(r"{([^{}!]*)(?:!q)?}")


# ---------------------------------------------------------------- what is not applied


def _ignored(values: dict[str, Any]) -> Iterator[str]:
    theme = _theme(values).get("name")
    if isinstance(theme, str):
        yield f"theme {theme}"
    for plugin in _names(values.get("plugins", ())):
        if plugin not in ("search", "material/search"):
            yield f"plugin {plugin}"
    for hook in _names(values.get("hooks", ())):
        yield f"hook {hook}"
    for template in _names(values.get("extra_templates", ())):
        yield f"template {template}"


def _names(written: Iterable[object]) -> Iterator[str]:
    for each in written:
        yield from map(str, each) if isinstance(each, dict) else (str(each),)
