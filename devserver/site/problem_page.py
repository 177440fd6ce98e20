"""Shows why a page cannot be built, even when it is the theme itself that is broken."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from devserver.model import Problem, SourcePath
from devserver.site.theme import TemplateFault, Theme
from devserver.view import PageView, SiteView


def problem_page(
    theme: Theme, site: SiteView, page: PageView, problems: tuple[Problem, ...]
) -> str:
    """Render what stands in for ``page`` while ``problems`` keep it from being built.

    If ``problem.html`` fails as well, its fault joins the list on a page that uses no template.
    """
    try:
        return theme.render("problem.html", site, replace(page, kind="problem", problems=problems))
    except TemplateFault as fault:
        told = any(problem.message == fault.message for problem in problems)
        return plain_page(page.title, problems if told else (*problems, _as_problem(fault)))


def plain_page(title: str, problems: tuple[Problem, ...]) -> str:
    """Say the same in a few lines of HTML that depend on nothing but the problems themselves."""
    return _PLAIN.format(title=escape(title), problems="\n".join(map(_section, problems)))


def _section(problem: Problem) -> str:
    """Write one problem as its message, its place, and the line itself where that is known."""
    excerpt = f"<pre>{escape(problem.excerpt)}</pre>" if problem.excerpt else ""
    return (
        f"<section><h2>{escape(problem.message)}</h2>"
        f"<p><code>{escape(problem.where())}</code></p>{excerpt}</section>"
    )


def _as_problem(fault: TemplateFault) -> Problem:
    path, line = SourcePath(fault.template), max(fault.line, 1)
    return Problem(path, line, 1, "error", "template", fault.message, fault.excerpt)


_PLAIN = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body {{ max-width: 46rem; margin: 3rem auto; padding: 0 1rem; }}
body {{ font: 1rem/1.6 system-ui, sans-serif; }}
section {{ margin: 1.5rem 0; padding: 0 1rem; border-inline-start: 4px solid #cf222e; }}
h1 {{ font-size: 1.6rem; }}
h2 {{ margin: 0; font-size: 1.1rem; }}
pre {{ overflow-x: auto; }}
</style>
</head>
<body>
<main><article>
<h1>This page cannot be built</h1>
<p>Mend what follows and save: the page comes by itself.</p>
{problems}
</article></main>
</body>
</html>
"""
