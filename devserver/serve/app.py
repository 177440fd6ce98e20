"""The application: from a url to the response."""

from __future__ import annotations

from email.utils import formatdate
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from devserver.messages import FileAnswer, RedirectAnswer
from devserver.model import Url
from devserver.serve.answers import NoAnswerError
from devserver.serve.conditions import is_known
from devserver.serve.hub import Hub
from devserver.serve.pages import BUSY_PAGE, NO_PAGE, Pages, ShownPage
from devserver.serve.scripts import Script, load_scripts
from devserver.serve.search import SEARCH, Search
from devserver.serve.static import file_response
from devserver.serve.urls import location_of, url_of

_HTML: Final = "text/html; charset=utf-8"


class App:
    """An ASGI application. Requests have been judged before: only ours come here, without body."""

    def __init__(self, pages: Pages, search: Search, hub: Hub, token: str) -> None:
        self._pages = pages
        self._search = search
        self._hub = hub
        self._token = token
        self._scripts: dict[Url, Script] = load_scripts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or attend one page's socket until it closes."""
        if scope["type"] == "websocket":
            await self._hub.attend(WebSocket(scope, receive, send))
            return
        response = await self._response(scope)
        response.raw_headers.append((b"date", formatdate(usegmt=True).encode()))
        await response(scope, receive, send)

    async def _response(self, scope: Scope) -> Response:
        url = url_of(scope["raw_path"])
        headers = Headers(scope=scope)
        if url is None:
            return Response(NO_PAGE, HTTPStatus.NOT_FOUND, media_type=_HTML)
        if url == SEARCH or url in self._scripts:
            return await self._own(url, scope["query_string"], headers)
        try:
            found = await self._pages.find(url)
        except NoAnswerError:
            return _busy()
        match found:
            case ShownPage():
                return self._page(found, headers)
            case RedirectAnswer(to):
                location = location_of(to, scope["query_string"])
                fields = {"location": location, "cache-control": "no-store"}
                return Response(status_code=HTTPStatus.TEMPORARY_REDIRECT, headers=fields)
            case FileAnswer():
                return await self._file(url, found, headers)

    async def _own(self, url: Url, query: bytes, headers: Headers) -> Response:
        """Answer for what is part of the server, and no part of the site."""
        if url == SEARCH:
            return await self._search.respond(query)
        return _script(self._scripts[url], headers)

    def _page(self, page: ShownPage, headers: Headers) -> Response:
        etag = page.etag(self._token)
        fields = {"cache-control": "no-cache", "etag": etag}
        if page.status == HTTPStatus.OK and is_known(headers, etag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=fields)
        text = page.with_script(self._token).encode("utf-8", "replace")
        return Response(text, page.status, fields, media_type=_HTML)

    async def _file(self, url: Url, answer: FileAnswer, headers: Headers) -> Response:
        try:
            return await file_response(answer, headers)
        except BlockingIOError:
            return _busy()
        except OSError:
            # Gone, or never to be served; main may know better by the next request.
            self._pages.forget(url)
            return Response(NO_PAGE, HTTPStatus.NOT_FOUND, media_type=_HTML)


def _script(script: Script, headers: Headers) -> Response:
    fields = {"cache-control": "no-cache", "etag": script.etag}
    if is_known(headers, script.etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=fields)
    return Response(script.content, headers=fields, media_type="text/javascript; charset=utf-8")


def _busy() -> Response:
    fields = {"retry-after": "1", "cache-control": "no-store"}
    return Response(BUSY_PAGE, HTTPStatus.SERVICE_UNAVAILABLE, fields, media_type=_HTML)
