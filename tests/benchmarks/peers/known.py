"""All peers by their names, the quickest to measure first."""

from __future__ import annotations

from typing import Final

from tests.benchmarks.peers.hugo import Hugo
from tests.benchmarks.peers.mkdocs import Material, MkDocs
from tests.benchmarks.peers.sphinx import SphinxAutobuild
from tests.benchmarks.peers.vitepress import VitePress
from tests.benchmarks.peers.zensical import Zensical
from tests.benchmarks.subject import Subject

PEERS: Final[dict[str, Subject]] = {
    peer.name: peer
    for peer in (VitePress(), Hugo(), Zensical(), SphinxAutobuild(), MkDocs(), Material())
}
