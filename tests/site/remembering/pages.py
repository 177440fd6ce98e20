"""Pages with every feature, in the dialects that memories are tried with."""

from __future__ import annotations

from hypothesis import strategies as st

from devserver.model import Dialect
from devserver.site.dialect import native
from tests.site.cases import FOLDER, cases

_UV = Dialect(
    (
        "admonition",
        "pymdownx.details",
        "pymdownx.magiclink",
        "attr_list",
        "md_in_html",
        "pymdownx.inlinehilite",
        "pymdownx.superfences",
        "pymdownx.keys",
        "pymdownx.tasklist",
        "pymdownx.highlight",
        "pymdownx.tabbed",
    ),
    {
        "toc": {"anchorlink": True},
        "pymdownx.highlight": {"anchor_linenums": True},
        "pymdownx.tabbed": {"alternate_style": True},
        "pymdownx.tasklist": {"custom_checkbox": True},
    },
    mkdocs=True,
)
_OLD = Dialect(
    ("abbr", "admonition", "codehilite", "def_list", "footnotes", "sane_lists", "smarty"),
    {"toc": {"permalink": True}, "footnotes": {"USE_DEFINITION_ORDER": False}},
    mkdocs=True,
)
_PLAIN = Dialect(("nl2br", "pymdownx.betterem", "pymdownx.arithmatex", "extra"), mkdocs=True)

DIALECTS = {"native": native(), "uv": _UV, "old": _OLD, "plain": _PLAIN}

_MORE = (
    "Plain words, `code`, *emphasis*, **strong** and a [link](other.md).\nA second line.",
    "See [one], [two][One] and ![three][one] as well, in HTML.",
    "[one]: one.md\n[two]: two.md 'Two'",
    "[one]: another.md",
    "*[HTML]: Hypertext\n*[words]: Wörter",
    "A note[^1] and another[^b].\n\n[^1]: The note, see [one].\n\n    [three]: three.md\n\n[^b]: B",
    "[TOC]",
    "///Footnotes Go Here///",
    "# A title\n\n## A title {#own}\n\nText\n---",
    '=== "One"\n\n    Tab *one*\n\n=== "Two"\n\n    ```python\n    x = 1\n    ```',
    '!!! note "A box"\n    Text in it\n\n    - item\n\n    more',
    "??? tip\n    Closed\n\nText after it",
    "Term\n: Meaning *one*\n\n: Meaning two\n\n    more of it\n\nTerm 2\n\n:   Meaning",
    "- one\n- two\n\n    still two\n\n        code in two\n\n- [x] three\n    - four",
    "1. one\n2. two\n\n\n    text\n\n3. three",
    "* star\n\n+ plus\n\n- minus",
    "> quoted *text*\n\n> quoted again\n> - item",
    "    indented = code\n\n    more = code",
    "```python hl_lines=\"1\"\nprint('x')\n```",
    "~~~\nno language\n~~~",
    "```{bad}} .x\n~~~\ninner\n~~~\n```",
    "| a | b |\n|---|---|\n| `c|d` | *e* |",
    "<div markdown>\n\n*inside* [one]\n\n</div>",
    "<div class='x'>\nraw *html*\n</div>",
    "Text with <b id='x'>inline</b> &amp; &copy; <!-- comment --> html.",
    "An image ![alt](x.png){ .cls #img width=1 } and {: .para }",
    "Formula $a^2$ and $\\frac$ and\n\n$$\nb_1\n$$",
    'Keys ++ctrl+c++, ==mark==, ~~del~~, H~2~O, x^2^, :tada: "quoted" -- dash... it\'s',
    "https://example.com and me@example.com <http://example.com/a> <me@example.com>",
    "Escaped \\* \\[one] \\` and a backslash\\\nbreak  \nbreak",
    "***\n\n- - -\n\n___",
    "  indented a little\n\n   and more",
    "\n\nblank lines\n\n\n\naround",
    "<a`b`@c.de> `` `$`x`$` `` $a `b` c$",
    "Text\n===\nmore\n***\nrest\n> quote\n: meaning\n# heading",
    "    ",
    "\x0b\x0c",
)


def every_feature() -> list[str]:
    """Give pieces of pages, each a block or a few that belong together."""
    names = sorted(path.stem for path in FOLDER.glob("*.txt"))
    return [*_MORE, *(case.markdown for name in names for case in cases(name).args[1])]


_PIECES = st.sampled_from(every_feature())
_SOUP = st.lists(
    st.one_of(
        st.sampled_from("\n `*_[]()<>!|$:\\a1\té^~=+-#\"'{}.,"),
        st.sampled_from(["\n\n", "    ", "- ", "1. ", "> ", "# ", "```", "$$", "[^1]", "[^1]: "]),
        st.sampled_from(["!!! note\n", '=== "a"\n', "??? x\n", "\n: ", "*[a]: ", "[a]: ", "[a]"]),
        st.sampled_from(["<div>", "</div>", "<!--", "-->", " markdown>", "a b", "**b** "]),
    ),
    max_size=12,
).map("".join)
BLOCKS = st.one_of(_PIECES, _PIECES, _SOUP)
"""One block or a few; every third is noise."""
