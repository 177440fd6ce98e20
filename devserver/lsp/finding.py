"""Answers where things are: definitions, references, symbols, links, and what hovering tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lsprotocol import types

from devserver.language.folding import folds
from devserver.language.hover import hover
from devserver.language.leading import definition, references
from devserver.language.library import Library
from devserver.language.lines import Span
from devserver.language.symbols import Symbol, find_symbols, symbols
from devserver.language.writing import Writing
from devserver.lsp.questions import Ranges, ask, of_root, place, uri_of
from devserver.lsp.root import Root
from devserver.lsp.server import Server
from devserver.lsp.texts import Text
from devserver.model import SourcePath
from devserver.project import dialect_of

_FOLDS = {"region": types.FoldingRangeKind.Region, "comment": types.FoldingRangeKind.Comment}

Find = Callable[[Library, SourcePath, int, int], Iterable[Span]]


def at_the_cursor(server: Server) -> None:
    """Register what is asked about a place in a document."""

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def find_definition(params: types.DefinitionParams) -> list[types.Location]:
        return await _locations(server, params, lambda *at: filter(None, [definition(*at)]))

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def find_references(params: types.ReferenceParams) -> list[types.Location]:
        return await _locations(server, params, references)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def tell(params: types.HoverParams) -> types.Hover | None:
        uri = params.text_document.uri
        at, encoding = place(server, uri, params.position), server.encoding

        def question(library: Library, path: SourcePath) -> types.Hover | None:
            found = hover(library, path, *at)
            if found is None:
                return None
            told = types.MarkupContent(types.MarkupKind.Markdown, found.text)
            return types.Hover(told, Ranges(library, encoding).of(found.span))

        return await ask(server, uri, question)


async def _locations(
    server: Server, params: types.DefinitionParams | types.ReferenceParams, find: Find
) -> list[types.Location]:
    uri = params.text_document.uri
    at, encoding = place(server, uri, params.position), server.encoding

    def question(library: Library, path: SourcePath) -> list[tuple[SourcePath, types.Range]]:
        ranges = Ranges(library, encoding)
        return [(span.path, ranges.of(span)) for span in find(library, path, *at)]

    root = server.root_of(uri)
    found = await ask(server, uri, question)
    if root is None or found is None:
        return []
    return [types.Location(uri_of(server, root, path), where) for path, where in found]


# ---------------------------------------------------------------- whole documents


def in_a_document(server: Server) -> None:
    """Register what is asked about a whole document; most of it needs no other page."""

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    async def links(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        uri, encoding = params.text_document.uri, server.encoding

        def question(library: Library, path: SourcePath) -> list[tuple[types.Range, SourcePath]]:
            ranges, page = Ranges(library, encoding), library.page(path)
            targets = library.writing(path).targets()
            led = ((ranges.of(t.span), library.lead(page, t).page) for t in targets)
            return [(where, there) for where, there in led if there is not None]

        root = server.root_of(uri)
        found = await ask(server, uri, question)
        if root is None or found is None:
            return []
        return [types.DocumentLink(where, uri_of(server, root, there)) for where, there in found]

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def headings(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        content, writing = _own(server, params.text_document.uri)
        return [_symbol(each, content) for each in symbols(writing)] if writing else []

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def fold(params: types.FoldingRangeParams) -> list[types.FoldingRange]:
        _, writing = _own(server, params.text_document.uri)
        return [
            types.FoldingRange(each.first - 1, each.last - 1, kind=_FOLDS[each.kind])
            for each in (folds(writing) if writing else ())
        ]


def _own(server: Server, uri: str) -> tuple[Text, Writing | None]:
    """Give a document for itself, without the rest of its site."""
    content, root = server.content(uri), server.root_of(uri)
    if root is None:
        return content, None
    text = content.text.replace("\r\n", "\n").replace("\r", "\n")
    return content, Writing.of(SourcePath(""), text, dialect_of(root.config))


def _symbol(symbol: Symbol, content: Text) -> types.DocumentSymbol:
    _, line, column, length = symbol.span
    last = max(symbol.last, line)
    return types.DocumentSymbol(
        name=symbol.text,
        kind=types.SymbolKind.String,
        range=types.Range(content.at(line, 1), content.at(last, len(content.line(last - 1)) + 1)),
        selection_range=content.span(line, column, column + length),
        children=[_symbol(child, content) for child in symbol.children],
    )


# ---------------------------------------------------------------- all documents


def in_all_documents(server: Server) -> None:
    """Register the search for pages and headings."""

    @server.feature(types.WORKSPACE_SYMBOL)
    async def search(params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
        roots = [*server.roots]
        return [each for root in roots for each in await _search(server, root, params.query)]


async def _search(server: Server, root: Root, typed: str) -> list[types.SymbolInformation]:
    encoding = server.encoding

    def question(library: Library) -> list[tuple[str, str, SourcePath, types.Range]]:
        ranges = Ranges(library, encoding)
        found = find_symbols(library, typed)
        return [(e.text, e.within, e.span.path, ranges.of(e.span)) for e in found]

    return [
        types.SymbolInformation(
            name=text,
            kind=types.SymbolKind.String if within else types.SymbolKind.File,
            location=types.Location(uri_of(server, root, path), where),
            container_name=within or None,
        )
        for text, within, path, where in await of_root(root, question)
    ]
