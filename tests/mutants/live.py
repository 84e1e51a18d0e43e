"""The tests of a mutant in a fork of a process that has imported and collected them all.

The changed function takes the place of the imported one, so a mutant costs its tests and no import.
What only an import would run again (a constant, a default, a decorator) cannot be changed so.
"""

import ast
import contextlib
import gc
import inspect
import os
import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType

import pytest

PATIENCE = 300  # of a processor: a mutant that never ends is killed, the tests see it


@dataclass
class Live:
    """A plugin of pytest: it collects, then does `work` in place of running every test."""

    work: Callable[["Live"], None]
    log: Path
    items: dict[str, pytest.Item] = field(default_factory=dict)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Nothing is run but what `work` asks for."""
        self.items = {item.nodeid: item for item in session.items}
        self.work(self)
        return True

    def fate(self, names: Sequence[str], file: Path, text: str, changed: str) -> str:
        """killed or survived; "" where the change is none of one imported function."""
        swap = swapped(file, text, changed)
        if swap is None:
            return ""
        left = [name for name in names if name in self.items]
        while failed := self._first_failing(left, swap):
            if not self._first_failing([failed], None):
                return "killed"
            left.remove(failed)  # it fails without the change, too
        return "survived"

    def _first_failing(self, names: Sequence[str], swap: Callable[[], None] | None) -> str:
        read, write = os.pipe()
        child = os.fork()
        if not child:
            with contextlib.suppress(BaseException):
                self._run(names, swap, write)
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as pipe:
            said = pipe.read().splitlines()
        os.waitpid(child, 0)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)  # what a test started and left behind
        return "" if said[-1:] == ["passed"] else said[-1]

    def _run(self, names: Sequence[str], swap: Callable[[], None] | None, write: int) -> None:
        """In the child: each test's name as it begins, "passed" after all of them."""
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        if swap:
            swap()
        items = [self.items[name] for name in names]
        for item, following in zip(items, [*items[1:], None], strict=True):
            os.write(write, f"{item.nodeid}\n".encode())
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if item.session.testsfailed:
                return
        os.write(write, b"passed\n")


def swapped(file: Path, text: str, changed: str) -> Callable[[], None] | None:
    """What puts the changed function in the place of the imported one; None where none is."""
    before, after = (
        compile(ast.unparse(ast.parse(each)), str(file), "exec") for each in (text, changed)
    )
    pairs = [*_changes(before, after)]
    if len(pairs) != 1 or pairs[0] is None:
        return None
    name, code = pairs[0]
    found = [
        each for each in gc.get_objects()
        if isinstance(each, FunctionType)
        and each.__code__.co_filename == str(file)
        and each.__code__.co_qualname == name
    ]  # fmt: skip
    codes = {id(each.__code__) for each in found}
    if len(codes) != 1 or any(each.__code__.co_freevars != code.co_freevars for each in found):
        return None

    def swap() -> None:
        for each in found:
            each.__code__ = code

    return swap


def _changes(before: CodeType, after: CodeType) -> Iterator[tuple[str, CodeType] | None]:
    """The functions that differ, by their qualified names; None for what runs at the import."""
    if before == after:
        return
    if before.co_flags & inspect.CO_OPTIMIZED:
        yield None if before.co_name.startswith("<") else (before.co_qualname, after)
        return
    pairs = [*zip(before.co_consts, after.co_consts, strict=False)]
    inner = [(b, a) for b, a in pairs if isinstance(b, CodeType) and isinstance(a, CodeType)]
    rest = [(b, a) for b, a in pairs if (b, a) not in inner]
    same = before.co_code == after.co_code and before.co_names == after.co_names
    if len(before.co_consts) != len(after.co_consts) or not same or any(b != a for b, a in rest):
        yield None
    for pair in inner:
        yield from _changes(*pair)
