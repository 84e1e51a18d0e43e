"""The pool that feeds inputs to the readers, and what it finds.

python -m tests.soak.fuzzing SEED KIND NUMBER reads one input again, with its traceback.
"""

import faulthandler
import multiprocessing
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.soak.kind import HOME, Isolated, Kind

LONGEST = 10  # seconds of one input
BATCH = 250
SAVED = 3  # inputs of one fault


class TooSlow(BaseException):
    """An input took longer than it may."""


@dataclass
class Fault:
    """An exception that no reader declares, or an input that took too long."""

    kind: str
    number: int
    what: str
    where: str
    text: str


@dataclass
class Found:
    """What a batch, or all of them, came to."""

    inputs: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    isolated: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    def add(self, other: "Found") -> None:
        """Count what another batch came to."""
        self.inputs += other.inputs
        self.seconds += other.seconds
        self.isolated += other.isolated
        self.faults += other.faults


@cache
def kinds() -> list[Kind]:
    """Every kind of input."""
    from tests.soak import (
        answer_inputs,
        bill_inputs,
        file_inputs,
        notes_inputs,
        setting_inputs,
    )

    modules = (notes_inputs, bill_inputs, setting_inputs, file_inputs, answer_inputs)
    return [kind for module in modules for kind in module.KINDS]


def batches(total: int) -> Iterator[tuple[str, range]]:
    """(kind, numbers) in turns, so that every kind is met early; each kind by its share."""
    whole = sum(kind.share for kind in kinds())
    wanted = {kind.name: -(-total * kind.share // whole) for kind in kinds()}
    done = dict.fromkeys(wanted, 0)
    while behind := [name for name in wanted if done[name] < wanted[name]]:
        name = min(behind, key=lambda each: done[each] / wanted[each])
        size = min(BATCH, wanted[name] - done[name])
        yield name, range(done[name], done[name] + size)
        done[name] += size


def read_batch(seed: int, name: str, numbers: range) -> Found:
    """What the inputs of these numbers came to."""
    kind = next(each for each in kinds() if each.name == name)
    found, began = Found(), time.process_time()
    signal.signal(signal.SIGALRM, _too_slow)
    for number in numbers:
        given = kind.of(seed, number)
        signal.setitimer(signal.ITIMER_REAL, 6 * LONGEST)  # of a busy machine
        faulthandler.dump_traceback_later(12 * LONGEST, exit=True)
        used = time.process_time()
        try:
            kind.read(given)
            if time.process_time() - used > LONGEST:
                raise TooSlow
        except Isolated as isolated:
            found.isolated[_last_line(str(isolated))] += 1
        except (Exception, TooSlow) as error:  # whatever it is, it is a finding
            found.faults.append(_fault(kind.name, number, error))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            faulthandler.cancel_dump_traceback_later()
    found.inputs[name] += len(numbers)
    found.seconds[name] += time.process_time() - began  # type: ignore[assignment]
    return found


def _too_slow(*_: Any) -> None:
    raise TooSlow


def _last_line(text: str) -> str:
    """The innermost place of ours in a traceback, and the exception."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    places = [line for line in lines if line.startswith("File ") and "site-packages" not in line]
    return f"{places[-1] if places else ''}: {lines[-1] if lines else ''}"


def _fault(name: str, number: int, error: BaseException) -> Fault:
    frames = traceback.extract_tb(error.__traceback__)
    own = [each for each in frames if str(HOME) in each.filename and "/soak/" not in each.filename]
    place = (own or frames)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    text = "".join(traceback.format_exception(error, limit=-12))
    return Fault(name, number, type(error).__name__, where, text[-4_000:])


def run(seed: int, total: int, folder: Path, *, workers: int = 2) -> Found:
    """Read so many inputs; what is found is saved to the folder with its input, as it is found."""
    found, began = Found(), time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    left, shown = list(reversed(list(batches(total)))), began
    while left:
        with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
            waiting: dict[Future[Found], tuple[str, range]] = {}
            while left or waiting:
                while left and len(waiting) < 2 * workers:
                    batch = left.pop()
                    waiting[pool.submit(read_batch, seed, *batch)] = batch
                done, _ = wait(waiting, return_when="FIRST_COMPLETED")
                try:
                    for each in done:
                        new = each.result()
                        waiting.pop(each)
                        _save(seed, found, new, folder)
                        found.add(new)
                except BrokenProcessPool:  # an input that no signal ends
                    some = f"in {[(name, numbers.start) for name, numbers in waiting.values()]}"
                    found.faults.append(Fault("", 0, "a worker died", some, some))
                    break
                if time.monotonic() - shown > 30:
                    shown = time.monotonic()
                    rate = found.inputs.total() / (shown - began)
                    print(f"{found.inputs.total():,} inputs, {rate:,.0f}/s, {len(found.faults)} "
                          f"faults, {found.isolated.total()} kept to their unit", flush=True)  # fmt: skip
    return found


def _save(seed: int, known: Found, new: Found, folder: Path) -> None:
    """The first inputs of each fault, with their tracebacks."""
    seen = Counter((fault.what, fault.where) for fault in known.faults)
    for fault in new.faults:
        seen[fault.what, fault.where] += 1
        if seen[fault.what, fault.where] <= SAVED:
            kind = next(each for each in kinds() if each.name == fault.kind)
            given = kind.of(seed, fault.number)
            name = f"{fault.what}-{fault.where}-{fault.number}".replace(":", "-")
            (folder / f"{name}.input").write_bytes(given.content)
            again = f"python -m tests.soak.fuzzing {seed} '{fault.kind}' {fault.number}"
            text = f"{again}\nname {given.name}\n\n{fault.text}"
            (folder / f"{name}.txt").write_text(text, encoding="utf-8", errors="backslashreplace")


def main(arguments: list[str]) -> None:
    """Read one input again."""
    seed, name, number = arguments
    kind = next(each for each in kinds() if each.name == name)
    given = kind.of(int(seed), int(number))
    print(given.name, given.content, sep="\n")
    kind.read(given)


if __name__ == "__main__":
    main(sys.argv[1:])
