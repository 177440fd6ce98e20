"""Writes figures as Markdown tables that read well in a terminal, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tests.benchmarks.figures import Figure


def long_table(figures: Iterable[Figure]) -> str:
    """Give one row a figure, with everything that is said of it."""
    head = ("measure", "program", "pages", "median", "p95", "n", "× Markdown")
    rows = [
        (
            figure.measure,
            figure.program,
            f"{figure.pages:,}",
            quantity(figure.median, figure.unit),
            quantity(figure.p95, figure.unit),
            f"{len(figure.samples)}{_lost(figure)}",
            f"{figure.ratio:.2f}" if figure.ratio is not None else "",
        )
        for figure in figures
    ]
    return markdown_table(head, rows, right=range(2, 7))


def wide_table(figures: Sequence[Figure], measure: str) -> str:
    """Give one row a program and one column a size: medians, with the 95th percentile behind."""
    chosen = [figure for figure in figures if figure.measure == measure]
    return _by_size(measure, {(figure.program, figure.pages): figure for figure in chosen})


def own_table(figures: Sequence[Figure]) -> str:
    """Give one row a measure of one program, in the same way."""
    return _by_size("measure", {(figure.measure, figure.pages): figure for figure in figures})


def _by_size(head: str, cells: Mapping[tuple[str, int], Figure]) -> str:
    sizes = sorted({pages for _, pages in cells})
    rows = [
        (name, *(_cell(cells.get((name, pages))) for pages in sizes))
        for name in dict.fromkeys(name for name, _ in cells)
    ]
    heads = (head, *(f"{pages:,} pages" for pages in sizes))
    return markdown_table(heads, rows, right=range(1, len(heads)))


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    said = quantity(figure.median, figure.unit)
    if len(figure.samples) > 1:
        said += f" ({quantity(figure.p95, figure.unit)})"
    return said + _lost(figure)


def _lost(figure: Figure) -> str:
    return f", {figure.lost} lost" if figure.lost else ""


def quantity(value: float, unit: str) -> str:
    """Say a number with three digits that count, milliseconds from a second on in seconds."""
    if unit == "ms" and value >= 1000:
        value, unit = value / 1000, "s"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}"


def markdown_table(
    head: Sequence[str], rows: Sequence[Sequence[str]], right: Iterable[int] = ()
) -> str:
    """Write a table; the columns ``right`` are aligned to the right."""
    turned = set(right)
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    rule = [f"{'-' * (width - 1)}{':' if at in turned else '-'}" for at, width in enumerate(widths)]
    padded = [
        [
            cell.rjust(width) if at in turned else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        for row in (head, *rows)
    ]
    padded.insert(1, rule)
    return "".join(f"| {' | '.join(row)} |\n" for row in padded)
