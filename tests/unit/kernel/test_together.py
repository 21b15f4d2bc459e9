"""What comes in while somebody is at work is done together, and a bad one among them fails alone."""

import threading

import pytest

from hope.kernel.together import Together
from tests.support.gifts import at_once


class Desk:
    """Somebody at work who can be kept busy while others come in."""

    def __init__(self, most=64):
        self.done, self.turns = set(), []
        self.busy, self.free = threading.Event(), threading.Event()
        self.together = Together(self.work, most)

    def work(self, items):
        self.turns.append(list(items))
        if "first" in items:
            self.busy.set()
            assert self.free.wait(20)
        if "bad" in items:
            raise ValueError("bad")
        if "end" in items and len(items) > 1:
            raise SystemExit
        self.done |= set(items)

    def bring(self, item):
        def do():
            self.together.do(item)
            return item in self.done

        return do

    def bring_while_busy(self, *items):
        """Let these come in one after the other while the first is at work; what each is told."""

        def then():
            self.busy.wait(20)
            while len(self.together._waiting) < len(items):
                threading.Event().wait(0.005)
            self.free.set()

        def late(item):
            return lambda: self.busy.wait(20) and self.bring(item)()

        return at_once(self.bring("first"), *map(late, items), then)[1:-1]


def test_one_that_comes_alone_is_done_at_once():
    desk = Desk()
    desk.free.set()
    for item in ("first", "second"):
        assert desk.bring(item)()
    assert desk.turns == [["first"], ["second"]]


def test_those_who_come_meanwhile_are_done_in_one_turn_and_told_only_then():
    desk = Desk()
    assert desk.bring_while_busy(*range(10)) == [True] * 10
    assert len(desk.turns) == 2
    assert sorted(desk.turns[1]) == list(range(10))


def test_a_turn_is_not_longer_than_was_said():
    desk = Desk(most=4)
    assert desk.bring_while_busy(*range(10)) == [True] * 10
    assert [len(turn) for turn in desk.turns] == [1, 4, 4, 2]


def test_a_bad_one_fails_alone_and_no_neighbour_suffers():
    desk = Desk()
    told = desk.bring_while_busy(1, 2, "bad", 3)
    assert told[:2] + told[3:] == [True] * 3
    assert isinstance(told[2], ValueError)
    assert desk.done == {"first", 1, 2, 3}


def test_whoever_is_stopped_in_the_middle_leaves_nobody_told_that_it_is_done():
    """The one whose turn it is may be stopped; the others do their own."""
    desk = Desk()
    told = desk.bring_while_busy(1, 2, "end")
    assert sum(isinstance(answer, SystemExit) for answer in told) == 1
    assert all(answer is True or isinstance(answer, SystemExit) for answer in told)


def test_the_turn_goes_on_after_a_failure():
    desk = Desk()
    desk.free.set()
    with pytest.raises(ValueError, match="bad"):
        desk.bring("bad")()
    assert desk.bring("good")()
