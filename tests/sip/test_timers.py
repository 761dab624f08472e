from __future__ import annotations

from feedbackyes.sip.timers import Timers


def test_what_is_due_is_done_in_order_and_what_was_cancelled_is_not() -> None:
    timers, done = Timers(), list[str]()
    timers.set(20, lambda _: done.append("second"))
    timers.set(10, lambda _: done.append("first"))
    gone = timers.set(5, lambda _: done.append("never"))
    gone.cancel()
    assert timers.deadline_ms == 10
    timers.run(9)
    assert done == []
    timers.run(20)
    assert done == ["first", "second"]
    assert timers.deadline_ms is None


def test_an_action_may_set_the_next() -> None:
    timers, done = Timers(), list[float]()

    def again(now_ms: float) -> None:
        done.append(now_ms)
        if len(done) < 3:
            timers.set(now_ms + 10, again)

    timers.set(0, again)
    for now_ms in (0, 10, 20, 30):
        timers.run(now_ms)
    assert done == [0, 10, 20]
