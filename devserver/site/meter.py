"""Puts a meter into a template that is not trusted, so that all it does can be counted."""

from __future__ import annotations

from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer


class MeteredGenerator(CodeGenerator):
    """Compiles the templates named by its environment's ``metered`` with the meter in them.

    The environment has two filters: ``_rounds`` gives the items of a loop one by one, ``_pay``
    gives back the value that it is given; both may refuse.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja2's name
        """Begin with the whole tree, before Jinja2 looks which filters it needs."""
        if self.name in getattr(self.environment, "metered", ()):
            _Metering().visit(node)
            node.set_environment(self.environment)
        super().visit_Template(node, frame)


class _Metering(NodeTransformer):
    """Makes every loop count its rounds, and every text or list that is made be paid for."""

    def visit(self, node: nodes.Node, *args: Any, **named: Any) -> Any:
        """Change ``node`` after everything below it."""
        self.generic_visit(node, *args, **named)
        if isinstance(node, nodes.For):
            node.iter = _through("_rounds", node.iter)
        elif isinstance(node, nodes.Output):
            node.nodes = [_shown(each) for each in node.nodes]
        elif isinstance(node, nodes.Operand):
            node.expr = _through("_pay", node.expr)
        elif isinstance(node, (nodes.Filter, nodes.Test)) and node.node is not None:
            node.node = _through("_pay", node.node)
        return _through("_pay", node) if isinstance(node, nodes.Expr) and _makes(node) else node


def _makes(node: nodes.Expr) -> bool:
    """Say whether ``node`` makes a text or a list that was not there before."""
    if isinstance(node, nodes.Tuple):
        return node.ctx == "load"
    return isinstance(node, (nodes.Filter, nodes.Concat, nodes.List, nodes.Dict))


def _shown(node: nodes.Expr) -> nodes.Expr:
    return node if isinstance(node, nodes.TemplateData) else _through("_pay", node)


def _through(name: str, expression: nodes.Node) -> nodes.Filter:
    return nodes.Filter(expression, name, [], [], None, None, lineno=expression.lineno)


# ---------------------------------------------------------------- what things weigh


ITEM = 10
"""What an item of a list counts for: going through lists is slower than through text."""


def size(value: Any, enough: int) -> int:
    """Count the characters and items in ``value``, or of a larger one at least ``enough``."""
    if not isinstance(value, (list, tuple, dict)):
        return _own_size(value)
    counted, ahead = 0, [value]
    while ahead and counted < enough:
        each = ahead.pop()
        if isinstance(each, (list, tuple, dict)):
            ahead += each.values() if isinstance(each, dict) else each
        counted += ITEM + _own_size(each)
    return counted


def _own_size(value: Any) -> int:
    if isinstance(value, (str, bytes)):
        return len(value)
    return ITEM * len(value) if isinstance(value, range) else 1


def product(values: list[Any], enough: int) -> int:
    """Multiply the two largest: a number counts as itself, anything else by its size."""
    sizes = [abs(each) if isinstance(each, int) else size(each, enough) for each in values]
    *_, second, first = sorted([1, 1, *sizes])
    return int(first * second)
