"""Runs templates that are not trusted, so that the worst of them costs its page and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from devserver.view import Crumb, NavItem, PageView, SiteView, TocItem

STEPS = 200_000
"""How many loop rounds and calls one page may take: a second's work, a thousand times the need."""

VIEWS = frozenset({Crumb, NavItem, PageView, SiteView, TocItem})
"""Plain data whose public attributes are safe to read without asking further."""


class Sandbox(SandboxedEnvironment):
    """Jinja2's sandbox with strict names, autoescape, and an end to every loop."""

    def __init__(self, loader: BaseLoader, own: frozenset[str]) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=-1,
            auto_reload=False,
        )
        self.code_generator_class = CountingGenerator
        self.filters["_counted"] = self._counted
        self.own = own
        self._steps_left = STEPS

    def run(self, template: Template, names: Mapping[str, Any]) -> str:
        """Render ``template`` with ``names`` in it; raises whatever the template runs into."""
        self._steps_left = STEPS
        return template.render(names)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Read an attribute; the views are plain data, which spares the sandbox's long look."""
        if type(obj) in VIEWS and not attribute.startswith("_"):
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def call(self, context: Context, function: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        """Call a function, a macro or a recursive loop, each a step towards the end."""
        self._step()
        return super().call(context, function, *args, **kw)

    def _counted(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self._step()
            yield item

    def _step(self) -> None:
        self._steps_left -= 1
        if self._steps_left < 0:
            raise SecurityError(f"the template takes more than {STEPS:,} steps")


class CountingGenerator(CodeGenerator):
    """Compiles a project's own template so that every loop in it counts its rounds."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja2's name
        """Put the counting filter between every loop and what it goes through."""
        if isinstance(self.environment, Sandbox) and self.name in self.environment.own:
            for loop in list(node.find_all(nodes.For)):
                loop.iter = nodes.Filter(loop.iter, "_counted", [], [], None, None)
                loop.iter.set_lineno(loop.lineno).set_environment(self.environment)
        super().visit_Template(node, frame)
