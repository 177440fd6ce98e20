"""Runs templates that are not trusted, so that the worst of them costs its page and no more."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import wraps
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, Template, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from devserver.model import Problem
from devserver.site.compiled import Compiled
from devserver.site.meter import MeteredGenerator, product, size
from devserver.view import Crumb, NavItem, PageView, SiteView, TocItem

STEPS = 100_000
"""How many loop rounds and calls one page may take, a hundred times what a large one needs."""

CHARACTERS = 20_000_000
"""How much text may pass through one page's templates, its own article not counted."""

VIEWS: dict[type, str] = {
    PageView: "page",
    SiteView: "site",
    NavItem: "a place in the navigation",
    TocItem: "a heading",
    Crumb: "a link",
    Problem: "a problem",
}
"""Plain data, whose public attributes are safe to read without asking further."""

GROWING_FILTERS = ("batch", "center", "indent", "join", "replace", "slice", "tojson", "wordwrap")
"""Filters whose result may be far larger than what they are given."""

TEXT_METHODS = frozenset(  # Two dozen names read better as words than as a list.
    "capitalize count endswith find isalpha isdigit isspace lower lstrip partition removeprefix "  # noqa: SIM905
    "removesuffix rpartition rsplit rstrip split splitlines startswith strip title upper".split()
)
"""Methods of text whose result is no larger than the text."""


_COMPILED = Compiled()


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox with strict names, autoescape, and an end to every loop and every text.

    Jinja2 keeps a template from reaching into Python, but not from running for ever or filling
    the memory. So a project's own templates, named by ``own``, are compiled with a meter in them.
    """

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, loader: BaseLoader, own: frozenset[str]) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=-1,
            bytecode_cache=_COMPILED,
            auto_reload=False,
        )
        self.metered = own
        self.code_generator_class = MeteredGenerator
        del self.globals["lipsum"], self.filters["format"]
        for name in GROWING_FILTERS:
            self.filters[name] = self._bounded(self.filters[name])
        self.filters |= {"_rounds": self._rounds, "_pay": self._pay}
        self._start(0)

    def run(self, template: Template, site: SiteView, page: PageView) -> str:
        """Render ``template``; raises whatever it runs into."""
        self._start(len(page.body))
        return template.render(site=site, page=page)

    # ------------------------------------------------------------ what a template may touch

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Read an attribute; the views are plain data, which spares the sandbox's long look."""
        if type(obj) in VIEWS and not attribute.startswith("_"):
            try:
                return getattr(obj, attribute)
            except AttributeError:
                return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Of text and numbers, only methods that cannot make something huge of something small."""
        if isinstance(obj, (str, bytes, int, float, complex)):
            return isinstance(obj, str) and attr in TEXT_METHODS
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """Leave ``str.format`` what it is, a method that is not safe."""

    def call(
        self, context: Context, function: Callable[..., Any], /, *args: Any, **named: Any
    ) -> Any:
        """Call a function, a macro or a recursive loop, each a step towards the end."""
        self._spend(1, 0)
        return self._pay(context, super().call(context, function, *args, **named))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Calculate, unless the result could be larger than its operands together."""
        if operator == "**" or (operator == "%" and isinstance(left, str)):
            raise SecurityError(f"“{operator}” is not for templates")
        if operator == "*":
            self._spend(0, product([left, right], CHARACTERS))
        return self._pay(context, super().call_binop(context, operator, left, right))

    # ------------------------------------------------------------ the meter

    def _start(self, characters: int) -> None:
        self._steps, self._characters = STEPS, CHARACTERS + characters

    def _spend(self, steps: int, characters: int) -> None:
        self._steps -= steps
        self._characters -= characters
        if self._steps < 0:
            raise SecurityError(f"the template takes more than {STEPS:,} steps")
        if self._characters < 0:
            raise SecurityError(f"the template makes more than {CHARACTERS:,} characters of text")

    @pass_context
    def _rounds(self, _: Context, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self._spend(1, 0)
            yield item

    @pass_context
    def _pay(self, _: Context, value: Any) -> Any:
        """Pay for whatever is made or gone through: its size in characters, a share in steps."""
        cost = size(value, self._characters + 1)
        self._spend(cost // 256, cost)
        return value

    def concat(self, parts: Iterable[str], /) -> str:
        """Join what was rendered, which is what a page is made of in the end."""
        made = list(parts)
        self._spend(0, sum(map(len, made)))
        return "".join(made)

    def _bounded(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Make a filter refuse when its two largest arguments multiply to too much."""

        @wraps(function)
        def bounded(*args: Any, **named: Any) -> Any:
            given = [list(each) if isinstance(each, Iterator) else each for each in args]
            self._spend(0, product([*given, *named.values()], CHARACTERS))
            return function(*given, **named)

        return bounded


# ---------------------------------------------------------------- names that are not there


class Unknown(StrictUndefined):
    """A name that does not exist: using it is a fault that says which name is near."""

    @property
    def _undefined_message(self) -> str:
        name, owner = self._undefined_name, self._undefined_obj
        if self._undefined_hint:
            return self._undefined_hint
        if owner is missing:
            known, message = ["page", "site"], f"there is no “{name}”"
        elif type(owner) in VIEWS:
            known = [field.name for field in fields(type(owner))]
            message = f"{VIEWS[type(owner)]} has no “{name}”"
        else:
            known = [str(key) for key in owner] if isinstance(owner, dict) else []
            message = f"{type(owner).__name__} has no “{name}”"
        near = difflib.get_close_matches(str(name), known, n=1)
        return f"{message}; did you mean “{near[0]}”?" if near else message
