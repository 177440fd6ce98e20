"""Who looks at what is known at every moment, and forgotten with the tab."""

from __future__ import annotations

from devserver.model import Url
from devserver.serve.live import Viewers

A, B = Url("/a/"), Url("/b/")


def test_tabs_are_counted_by_url() -> None:
    viewers: Viewers[str] = Viewers()
    for tab in ("one", "two", "three"):
        viewers.join(tab)
    assert viewers.counts() == ()
    viewers.look("one", B)
    viewers.look("two", A)
    viewers.look("three", B)
    assert viewers.counts() == ((A, 1), (B, 2))
    assert viewers.at(B) == ("one", "three")
    assert set(viewers.urls()) == {A, B}


def test_tab_looks_at_one_url_at_a_time() -> None:
    viewers: Viewers[str] = Viewers()
    viewers.look("one", A)
    viewers.look("one", B)
    assert viewers.counts() == ((B, 1),)
    assert list(viewers) == ["one"]


def test_tab_that_left_is_nowhere() -> None:
    viewers: Viewers[str] = Viewers()
    viewers.look("one", A)
    viewers.leave("one")
    viewers.leave("one")
    assert viewers.counts() == ()
    assert viewers.at(A) == ()
    assert len(viewers) == 0
