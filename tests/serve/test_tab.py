"""A page that reads slowly gets the newest of each kind, and nothing that is out of date."""

from __future__ import annotations

import asyncio

from devserver.serve.tab import Tab
from tests.serve.event_loop import run


def test_only_the_newest_update_waits_for_a_slow_page() -> None:
    async def scenario() -> list[str]:
        tab, sent, may_send = Tab(), list[str](), asyncio.Semaphore(0)

        async def send(text: str) -> None:
            sent.append(text)
            await may_send.acquire()

        delivery = asyncio.create_task(tab.deliver(send))
        tab.post("update", "first")
        while not sent:
            await asyncio.sleep(0)
        for number in range(100):
            tab.post("problems", f"problems {number}")
            tab.post("update", f"update {number}")
        tab.post_last("stopping")
        for _ in range(4):
            may_send.release()
        await delivery
        return sent

    assert run(scenario()) == ["first", "problems 99", "update 99", "stopping"]
