"""Several people at once: families with the offices behind them, and the treasury."""

import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from tests.chaos.browser import Browser, Ended, Log, Refused
from tests.chaos.case import HANGS, STEPS, Case, Clock
from tests.chaos.people import Family
from tests.chaos.treasury import Treasury

HANG_DAYS = timedelta(days=8)


@dataclass
class Life:
    log: Log
    today: Clock
    families: Iterator[Family]
    browser: Callable[[str], Browser]  # by session key
    over: threading.Event
    served: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self, clients: list[dict[str, Browser]], treasury: Treasury) -> None:
        for number, browsers in enumerate(clients):
            self._run(f"client-{number}", lambda browsers=browsers: self._client(browsers))
        self._run("treasury", lambda: self._treasury(treasury))

    def end(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(60)

    def _run(self, name: str, work: Callable[[], None]) -> None:
        def guarded() -> None:
            try:
                work()
            except Ended:
                pass
            except Exception:  # a fault of this harness or a page that is not what it was
                self.broken.append(traceback.format_exc())

        thread = threading.Thread(target=guarded, name=name, daemon=True)
        self.threads.append(thread)
        thread.start()

    def _client(self, browsers: dict[str, Browser]) -> None:
        cases: list[Case] = []
        while not self.over.is_set():
            ready = [one for one in cases if self._may_go_on(one)]
            if not ready:  # while sheets hang there is always another family
                cases.append(self._new(browsers))
                continue
            case = ready[0]
            if not self._step(case) or case.at == len(STEPS):
                cases.remove(case)

    def _new(self, browsers: dict[str, Browser]) -> Case:
        with self.lock:
            family = next(self.families)
        own = self.browser(family.session)
        return Case(family, browsers | {"family": own}, self.today)

    def _may_go_on(self, case: Case) -> bool:
        return case.at != HANGS or case.hung is None or self.today() >= case.hung + HANG_DAYS

    def _step(self, case: Case) -> bool:
        """False when the product said no: the lot may ask for a visit of the county first."""
        step = STEPS[case.at]
        try:
            step(case)
        except Refused:
            self.refused[step.__name__] += 1
            return False
        case.at += 1
        self.served += case.at == len(STEPS)
        return True

    def _treasury(self, treasury: Treasury) -> None:
        while not self.over.wait(2):
            try:
                treasury.pay()
            except Refused as no:
                self.refused[str(no)] += 1
