"""Turns a page and its surroundings into HTML by templates, the project's or our own."""

from __future__ import annotations

import difflib
import traceback
from collections.abc import Mapping

from jinja2 import FunctionLoader, Template, TemplateNotFound, TemplateSyntaxError

from devserver.site.compiled import references
from devserver.site.sandbox import Sandbox
from devserver.view import PageView, SiteView


class TemplateFault(Exception):  # noqa: N818 - the fault is the template's, not the program's
    """A template that cannot be rendered: which one, on which line, and why.

    ``line`` counts from 1 and is 0 when the fault has no line of its own; ``excerpt`` is that line.
    """

    def __init__(self, template: str, line: int, message: str, excerpt: str = "") -> None:
        super().__init__(f"{template}:{line}: {message}")
        self.template = template
        self.line = line
        self.message = message
        self.excerpt = excerpt


class UnknownTemplate(TemplateFault):
    """A page asks for a template that does not exist: the fault is the page's, not the theme's."""


class Theme:
    """A set of templates, compiled once each.

    ``templates`` holds every template by name (``base.html``, ``partials/tree.html``), a project's
    files already laid over ours; ``own`` names those that are the project's and are not trusted.
    """

    def __init__(self, templates: Mapping[str, str], own: frozenset[str]) -> None:
        self.templates = templates
        self.own = own
        self._sandbox = Sandbox(FunctionLoader(self._load), own)
        self._reached: dict[str, frozenset[str]] = {}

    def render(self, name: str, site: SiteView, page: PageView) -> str:
        """Render ``page`` by template ``name``; any fault of a template is a ``TemplateFault``."""
        try:
            return self._sandbox.run(self._template(name), site, page)
        except TemplateFault:
            raise
        except TemplateSyntaxError as error:
            raise self._fault(error.name or name, error.lineno, error.message or "") from error
        except TemplateNotFound as error:
            missing = ", ".join(f"“{each}”" for each in getattr(error, "names", [error.name]))
            where, line = self._place(error, name)
            raise self._fault(where, line, f"there is no template {missing}") from error
        except RecursionError as error:
            where, line = self._place(error, name)
            message = "it calls itself without end, or nests too deeply"
            raise self._fault(where, line, message) from error
        except Exception as error:  # A template may fail in any way that Python can.
            where, line = self._place(error, name)
            raise self._fault(where, line, str(error) or type(error).__name__) from error

    def closure(self, name: str) -> frozenset[str]:
        """``name`` and every template reached from it, missing ones included.

        A name that is only known while rendering (``{% include page.meta.part %}``) may be any
        template, so it stands for all of them.
        """
        if name not in self._reached:
            reached: set[str] = set()
            ahead = [name]
            while ahead:
                each = ahead.pop()
                if each not in reached:
                    reached.add(each)
                    ahead += self._mentioned(each)
            self._reached[name] = frozenset(reached)
        return self._reached[name]

    def _mentioned(self, name: str) -> list[str]:
        """Find the templates that ``name`` mentions; one that cannot be parsed mentions none."""
        try:
            mentioned = references(self.templates.get(name, ""))
        except TemplateSyntaxError:
            return []
        if None in mentioned:
            return list(self.templates)
        return [each for each in mentioned if each is not None]

    def _template(self, name: str) -> Template:
        if name not in self.templates:
            pages = [each for each in self.templates if "/" not in each]
            near = difflib.get_close_matches(name, pages, n=1, cutoff=0.0)
            hint = f"; the nearest is “{near[0]}”" if near else ""
            raise UnknownTemplate(name, 0, f"there is no template “{name}”{hint}")
        return self._sandbox.get_template(name)

    def _load(self, name: str) -> tuple[str, str, None] | None:
        """Give a template's text, and its name as file name, so that tracebacks tell the place."""
        text = self.templates.get(name)
        return None if text is None else (text, name, None)

    def _place(self, error: BaseException, name: str) -> tuple[str, int]:
        """Find the innermost template line of a traceback, which Jinja maps back to templates."""
        for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
            if frame.f_code.co_filename in self.templates:
                return frame.f_code.co_filename, line
        return name, 0

    def _fault(self, template: str, line: int, message: str) -> TemplateFault:
        lines = self.templates.get(template, "").splitlines()
        excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
        return TemplateFault(template, line, message, excerpt)
