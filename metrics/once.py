"""Over one build, an equal question is answered once: a build never changes after it is published.

Whoever asks many metrics of one build keeps a dict for it and asks `within` it. Anybody else, a
test that writes between two questions above all, is answered afresh each time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])
Answers = dict[tuple[str, str], Any]
MOST = 1_000  # answers of one build; then they are asked again

_UNKNOWN = object()
_KEPT: ContextVar[Answers | None] = ContextVar("answers", default=None)


@contextmanager
def within(answers: Answers) -> Iterator[None]:
    """Keep the answers of `once` functions in `answers`, which belongs to one build alone."""
    before = _KEPT.set(answers)
    try:
        yield
    finally:
        _KEPT.reset(before)


def once(function: Function) -> Function:
    """Answer `function(db, *arguments)` once per build and arguments; nobody changes the answer."""

    @wraps(function)
    def answered(db: object, /, *arguments: object, **named: object) -> object:
        answers = _KEPT.get()
        if answers is None:
            return function(db, *arguments, **named)
        key = f"{function.__module__}.{function.__qualname__}", repr((arguments, named))
        answer = answers.get(key, _UNKNOWN)  # once: another session may clear them meanwhile
        if answer is _UNKNOWN:
            answer = function(db, *arguments, **named)
            if len(answers) >= MOST:
                answers.clear()
            answers[key] = answer
        return answer

    return cast(Function, answered)
