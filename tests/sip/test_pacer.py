from __future__ import annotations

import threading
import time

from feedbackyes.sip.pacer import Pacer


class Ticking:
    def __init__(self, wanted: int, *, broken: bool = False) -> None:
        self.times: list[float] = []
        self.enough = threading.Event()
        self._wanted, self._broken = wanted, broken

    def send_frame(self) -> None:
        self.times.append(time.monotonic())
        if len(self.times) >= self._wanted:
            self.enough.set()
        if self._broken:
            raise RuntimeError("a line that cannot send")


def test_each_line_sends_every_twenty_milliseconds_without_drift() -> None:
    made, lines = Pacer(), [Ticking(26), Ticking(26)]
    for line in lines:
        made.add(line)
    assert all(line.enough.wait(5) for line in lines)
    made.close()
    for line in lines:
        assert abs(line.times[25] - line.times[0] - 0.5) < 0.1


def test_one_line_that_fails_does_not_stop_the_others_nor_one_that_has_gone() -> None:
    made = Pacer()
    broken, gone, sound = Ticking(1, broken=True), Ticking(1), Ticking(5)
    for line in (broken, gone, sound):
        made.add(line)
    assert gone.enough.wait(5)
    made.remove(gone)
    count = len(gone.times)
    assert sound.enough.wait(5)
    assert len(gone.times) == count
    made.close()


def test_it_waits_without_work_and_goes_on_with_the_next_line() -> None:
    made, first, second = Pacer(), Ticking(1), Ticking(6)
    made.add(first)
    assert first.enough.wait(5)
    made.remove(first)
    time.sleep(0.1)
    made.add(second)
    assert second.enough.wait(5)
    assert second.times[5] - second.times[0] > 0.05  # what passed meanwhile is not made up for
    made.close()
