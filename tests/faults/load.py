"""Several people acting at once, who remember what was acknowledged to them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from uuid import UUID, uuid4

from tests.faults.site import Client, Gone


class Crowd:
    """Threads that propose organisations until told to stop or until nobody answers."""

    def __init__(self, clients: Iterable[Client], *, keep_trying: bool = False) -> None:
        self.keep_trying = keep_trying
        self.acknowledged: list[UUID] = []
        self.attempted: list[UUID] = []
        self.statuses: Counter[int] = Counter()
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=self._act, args=(client,), daemon=True) for client in clients]

    def begin(self) -> None:
        for thread in self.threads:
            thread.start()

    def _act(self, client: Client) -> None:
        try:
            self._propose(client)
        finally:
            client.close()

    def _propose(self, client: Client) -> None:
        while not self.stopped.is_set():
            number = uuid4()
            self.attempted.append(number)
            try:
                status = client.propose(number)
            except Gone:
                if not self.keep_trying:
                    return
                self.stopped.wait(0.05)
                continue
            self.statuses[status] += 1
            if status == 302:
                self.acknowledged.append(number)
            elif status == 503:
                self.stopped.wait(0.05)

    def end(self) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join(timeout=60)
            assert not thread.is_alive(), "a client hangs"
