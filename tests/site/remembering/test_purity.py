"""Only processors that are known can be trusted to look at nothing but their text."""

from __future__ import annotations

import pytest
from markdown import Markdown
from markdown.blockprocessors import ParagraphProcessor
from markdown.inlinepatterns import SimpleTagInlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from devserver.model import Dialect
from devserver.site.loading import load
from devserver.site.remembering.purity import pure
from tests.site.remembering.pages import DIALECTS


class Blocks(ParagraphProcessor):
    pass


class Inline(SimpleTagInlineProcessor):
    pass


@pytest.mark.parametrize("dialect", DIALECTS)
def test_dialects_are_known(dialect: str) -> None:
    assert pure(load(DIALECTS[dialect])[0])


@pytest.mark.parametrize("extension", ["wikilinks", "pymdownx.fancylists", "pymdownx.blocks.tab"])
def test_extension_that_looks_further_is_not(extension: str) -> None:
    assert not pure(load(Dialect((extension,), mkdocs=True))[0])


def test_somebodys_own_processor_is_not() -> None:
    md = Markdown()
    md.parser.blockprocessors.register(Blocks(md.parser), "own", 1)
    assert not pure(md)
    md = Markdown()
    md.inlinePatterns.register(Inline("x", "b"), "own", 1)
    assert not pure(md)
    md = Markdown()
    md.treeprocessors.register(Treeprocessor.__new__(type("Own", (Treeprocessor,), {})), "own", 1)
    assert not pure(md)

    md = Markdown()
    md.postprocessors.register(type("After", (Postprocessor,), {})(md), "own", 1)
    assert not pure(md)


def test_what_sees_the_whole_text_may_be_anybodys() -> None:
    md = Markdown()
    md.preprocessors.register(type("Before", (Preprocessor,), {})(md), "own", 1)
    assert pure(md)
