"""Whatever is edited in whatever order, the pages are those of a clean build, byte for byte.

Two hundred sequences of edits are tried on each run. ``HYPOTHESIS_PROFILE=long`` tries 10,000:

    HYPOTHESIS_PROFILE=long python -m pytest tests/build/test_equals_clean_build.py --timeout=0

``python -m tests.trust --long --only edits`` tries as many in pieces, and goes on where it stopped.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.workbench import Whole, Workbench

PAGES = [
    "docs/index.md",
    "docs/README.md",
    "docs/a.md",
    "docs/a/index.md",  # The same url as the one above.
    "docs/b.md",
    "docs/guide/index.md",
    "docs/guide/README.md",
    "docs/guide/a.md",
    "docs/guide/deep/c.md",
    "docs/guide/deep/2-c.markdown",
    "docs/guide/01-x.mdx",
    "docs/guide/deep/_part.mdx",
]
# What is included lies beside the docs folder; a page of it may be meant as well.
PARTS = ["parts/s.md", "parts/t.md", "docs/parts/t.md"]
IMAGES = ["docs/p.png", "docs/guide/p.png", "docs/guide/index.html"]
FOLDERS = ["docs/guide", "docs/guide/deep", "docs/manual", "docs/a", "parts", "theme"]

FRONT = [
    "title: One",
    "title: Two & more",
    "order: 1",
    "order: 2",
    "order: first",
    "draft: true",
    "nav: false",
    "sidebar_position: 3",
    "sidebar_label: Short `b`",
    "slug: /moved",
    "id: named",
    "template: own.html",
    "template: nowhere.html",
    "tags: [x]",
    "mood: [",
]
BLOCKS = [
    "# Alpha",
    "# Beta `code`",
    "## Setup",
    "Some words.",
    "[a](a.md) [again](../a.md#alpha) [b](b.md#setup)",
    "[deep](guide/deep/c.md#setup) [folder](guide/)",
    "[nowhere] and [here][nowhere] and [there](#setup)",
    "![pic](p.png)",
    '--8<-- "parts/s.md"',
    '--8<-- "parts/t.md"',
    '--8<-- "docs/a.md"',
    "{{#include ../parts/s.md:1}}",
    ":::note\n\n[x](./x) [c](/docs/guide/deep/c)\n\n:::",
    "import A from 'a';\n\n<A b={1}>{c}</A>",
]
BASE = """
<title>{{ page.title }}</title>{{ site.title }}{{ site.home }}{{ site.styles|join }}
{% for item in page.nav recursive %}
<a href="{{ item.href }}" class="{{ item.current }} {{ item.active }}">{{ item.title_html }}</a>
{{ loop(item.children) }}
{% endfor %}
{% for step in [page.previous, page.next] + page.crumbs|list if step %}{{ step }}{% endfor %}
{% block article %}{{ page.body }}{% endblock %}{{ page.toc }}{{ page.tags }}{{ page.draft }}
"""
TEMPLATES = {
    "theme/base.html": [BASE],
    "theme/page.html": [
        "{% extends 'base.html' %}",
        "{{ page.body|safe }}",
        "{% if",
        "{{ 1 / 0 }}",
    ],
    "theme/own.html": ["{{ page.title }}", "{% extends 'page.html' %}", "{{ 1 / 0 }}"],
    "theme/listing.html": [
        "{% extends 'base.html' %}{% block article %}{{ page.entries }}{% endblock %}"
    ],
    "theme/problem.html": ["{{ page.problems|length }}", "{% endif %}"],
    "theme/static/own.css": ["p {}", "b {}"],
}
FILES = {
    "mkdocs.yml": "site_name: M\n",
    "devserver.toml": 'templates = "theme"\n',
    "docs/index.md": "# Home\n\n[a](a.md#setup) [c](guide/deep/c.md)\n",
    "docs/b.md": '# B\n\n--8<-- "parts/s.md"\n',
    "docs/guide/a.md": "## Setup\n\n[up](../index.md) ![pic](p.png)\n",
    "docs/guide/deep/c.md": '--8<-- "parts/s.md"\n',
    "parts/s.md": 'Part.\n\n--8<-- "parts/t.md"\n',
    "docs/p.png": "image",
    **{path: texts[0] for path, texts in TEMPLATES.items()},
}
NATIVE = [
    'title = "One"',
    'title = "Two"',
    'exclude = ["guide/deep/"]',
    'exclude = ["a.md", "/p.png"]',
    'nav = ["docs/a.md", {Guide = "docs/guide/"}]',
    'nav = [{All = ["docs/index.md", {B = "docs/b.md"}, "docs/gone.md"]}]',
    'extra_css = ["docs/p.css", "p.css"]',
    'docs = "."',
    "title = ",
    'markdown.extensions = ["smarty"]',
]
MKDOCS = [
    "site_name: One",
    "site_name: Two",
    "use_directory_urls: false",
    "exclude_docs: /a.md",
    "draft_docs: b.md",
    "not_in_nav: deep/",
    "nav: [a.md, {Guide: guide/}, {More: [{B: b.md}, gone.md]}]",
    "markdown_extensions: [pymdownx.snippets, smarty]",
    "site_name: [",
]
# An mdBook's navigation is a file beside its pages.
BOOK = ['[book]\nsrc = "docs"\n', '[book]\ntitle = "B"\nsrc = "docs"\n', "[book\n"]
SUMMARIES = [
    "# Summary\n\n[Before](b.md)\n\n- [One](a.md)\n  - [Deep `c`](guide/deep/c.md)\n- [No]()\n",
    "# Summary\n# Part\n- [A](guide/a.md)\n- [Gone](gone.md)\n  - [B](b.md)\n---\n[End](a.md)\n",
    "- [Guide](guide/README.md)\n- [Out](../parts/s.md)\nno chapter\n",
    "\n",  # An emptied file is about to be written anew.
]
# A Docusaurus folder is known by a file beside it, by a category, or by a page that says its place.
CATEGORIES = ["docs/guide/_category_.json", "docs/guide/deep/_category_.yml"]
CATEGORY = [
    "\n",
    '{"label": "Named", "position": 2}',
    '{"label": "Other", "collapsed": false, "link": {"type": "doc", "id": "guide/a"}}',
    '{"label": ',
]


def pages() -> st.SearchStrategy[str]:
    """Texts of pages: now and then with front matter, of blocks that are now and then broken."""
    return st.builds(
        lambda front, blocks: (
            (f"---\n{chr(10).join(front)}\n---\n" if front else "") + "\n\n".join(blocks) + "\n"
        ),
        st.lists(st.sampled_from(FRONT), max_size=2, unique=True),
        st.lists(st.sampled_from(BLOCKS), max_size=4),
    )


class Edits(RuleBasedStateMachine):
    """One author, who edits in any order; now and then somebody looks."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="edits-"))
        self.bench = Workbench(self.folder, FILES)

    def teardown(self) -> None:
        try:
            self.compare()
        finally:
            self.bench.store.close()
            shutil.rmtree(self.folder)

    def there(self, *folders: str) -> list[str]:
        """Give the files in folders of the project, in a fixed order."""
        root = self.bench.folder
        found = (path for folder in folders for path in (root / folder).rglob("*"))
        return sorted(path.relative_to(root).as_posix() for path in found if path.is_file())

    # ------------------------------------------------------------ what is edited

    @initialize(project=st.sampled_from(["native", "mkdocs", "mdbook", "docusaurus"]))
    def begin(self, project: str) -> None:
        if project != "native":
            self.bench.remove("devserver.toml")
        if project == "mdbook":
            self.bench.remove("mkdocs.yml")
            self.bench.save("book.toml", BOOK[0])
            self.bench.save("docs/SUMMARY.md", SUMMARIES[0])
        if project == "docusaurus":
            self.bench.remove("mkdocs.yml")
            self.bench.save("docusaurus.config.js", "")

    @rule(path=st.sampled_from(PAGES), text=pages())
    def save_page(self, path: str, text: str) -> None:
        self.bench.save(path, text)

    @rule(path=st.sampled_from(PARTS), text=pages())
    def save_part(self, path: str, text: str) -> None:
        self.bench.save(path, text)

    @precondition(lambda self: self.there("docs", "parts"))
    @rule(data=st.data(), block=st.sampled_from(BLOCKS))
    def add_block(self, data: st.DataObject, block: str) -> None:
        path = data.draw(st.sampled_from(self.there("docs", "parts")))
        self.bench.save(path, f"{(self.bench.folder / path).read_text()}\n{block}\n")

    @rule(path=st.sampled_from(IMAGES))
    def save_image(self, path: str) -> None:
        self.bench.save(path, "image")

    @rule(data=st.data(), path=st.sampled_from(sorted(TEMPLATES)))
    def save_template(self, data: st.DataObject, path: str) -> None:
        self.bench.save(path, data.draw(st.sampled_from(TEMPLATES[path])))

    @rule(
        theme=st.sampled_from(["theme"] * 4 + [""]),
        lines=st.lists(st.sampled_from(NATIVE), max_size=2, unique=True),
    )
    def configure(self, theme: str, lines: list[str]) -> None:
        templates = ['templates = "theme"'] if theme else []
        self.bench.save("devserver.toml", "\n".join([*templates, *lines, ""]))

    @rule(lines=st.lists(st.sampled_from(MKDOCS), max_size=2, unique=True))
    def configure_mkdocs(self, lines: list[str]) -> None:
        self.bench.save("mkdocs.yml", "\n".join([*lines, ""]))

    @rule(text=st.sampled_from(BOOK))
    def configure_book(self, text: str) -> None:
        self.bench.save("book.toml", text)

    @rule(text=st.sampled_from(SUMMARIES))
    def save_summary(self, text: str) -> None:
        self.bench.save("docs/SUMMARY.md", text)

    @rule(path=st.sampled_from(CATEGORIES), text=st.sampled_from(CATEGORY))
    def save_category(self, path: str, text: str) -> None:
        self.bench.save(path, text)

    @precondition(lambda self: self.there("."))
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        self.bench.remove(data.draw(st.sampled_from(self.there("."))))

    @precondition(lambda self: self.there("docs"))
    @rule(data=st.data(), new=st.sampled_from(PAGES))
    def rename(self, data: st.DataObject, new: str) -> None:
        old = data.draw(st.sampled_from(self.there("docs")))
        if not (self.bench.folder / new).is_dir():
            self.bench.rename(old, new)

    @rule(old=st.sampled_from(FOLDERS), new=st.sampled_from(FOLDERS))
    def rename_folder(self, old: str, new: str) -> None:
        source, target = self.bench.folder / old, self.bench.folder / new
        if source.is_dir() and not target.exists() and source not in target.parents:
            self.bench.rename(old, new)

    # ------------------------------------------------------------ what is seen

    @rule(urls=st.sets(st.sampled_from(["/", "/a/", "/b/", "/guide/", "/guide/deep/c/"])))
    def look(self, urls: set[str]) -> None:
        self.bench.build(*urls)

    @rule()
    def compare(self) -> None:
        told, seen, clean = self.bench.check(), self.bench.whole(), self.bench.built_anew()
        assert seen.pages.keys() == clean.pages.keys()
        if is_disputed(clean):
            return
        for url in clean.pages.keys() - clean.unbuildable:
            assert seen.pages[url] == clean.pages[url], url
        assert seen.problems == clean.problems
        assert {p for p in clean.problems if p.code != "template"} <= told

    @rule()
    def restart(self) -> None:
        before = self.bench.whole()
        if self.bench.survives_restart():
            self.bench.restart()
            after = self.bench.whole()
            if not is_disputed(after):
                assert after == before
                assert {step for step, _ in self.bench.ran()} <= {"relate", "render"}


def test_a_navigation_that_was_a_page_for_a_while_is_known_after_a_restart() -> None:
    edits = Edits()
    edits.begin(project="mdbook")
    edits.configure_book(text="[book\n")
    edits.compare()
    edits.configure_book(text='[book]\nsrc = "docs"\n')
    edits.restart()
    edits.teardown()


def is_disputed(site: Whole) -> bool:
    """Whether two sources want one url: which of them has it is a matter of who had it before."""
    return any(problem.code == "duplicate-url" for problem in site.problems)


settings.register_profile(
    "usual",
    max_examples=200,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("long", settings.get_profile("usual"), max_examples=10_000)
settings.register_profile("piece", settings.get_profile("usual"), max_examples=100, database=None)
settings.register_profile("brief", settings.get_profile("usual"), max_examples=20)

TestEdits = Edits.TestCase
TestEdits.settings = settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))
