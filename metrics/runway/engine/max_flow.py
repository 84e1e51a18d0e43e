"""Which fund pays what, once it is known how much of each demand is paid at all.

Funds are added one by one, soonest end first, and each pushes as much as it can along augmenting
paths: fund capacity that can be used together forms a matroid, so least lapses.
"""

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

Period = tuple[date, date]
Step = tuple[Period, str]
ENDLESS = 2**62


@dataclass(frozen=True)
class Network:
    """Funds in the order in which they are drawn, and what is to be paid, in whole millionths.

    payers  per period the funds open in it, in order     pays  (fund, category) that are allowed
    """

    capacity: dict[str, int]
    caps: dict[tuple[str, str], int]
    demand: dict[Step, int]
    payers: dict[Period, tuple[str, ...]]
    pays: set[tuple[str, str]]


def assign(network: Network) -> dict[tuple[str, Period, str], int]:
    """(fund, period, category) → amount paid."""
    cells: dict[tuple[tuple[str, ...], str], int] = defaultdict(int)
    for (period, name), amount in network.demand.items():
        cells[network.payers[period], name] += amount
    residual = _residual(network, cells)
    for fund, capacity in network.capacity.items():
        _push(residual, ("fund", fund), capacity)
    return _by_period(network, residual)


def _residual(
    network: Network, cells: dict[tuple[tuple[str, ...], str], int]
) -> dict[object, dict[object, int]]:
    """What may still flow from node to node. Periods with the same open funds are one cell."""
    residual: dict[object, dict[object, int]] = defaultdict(dict)
    for (payers, name), amount in cells.items():
        cell = ("cell", payers, name)
        residual[cell]["sink"] = amount
        for fund in (f for f in payers if (f, name) in network.pays):
            arc = ("arc", fund, name)
            residual["fund", fund][arc] = network.caps.get((fund, name), ENDLESS)
            residual[arc].setdefault(("fund", fund), 0)
            residual[arc][cell] = ENDLESS
            residual[cell][arc] = 0
    return residual


def _push(residual: dict[object, dict[object, int]], source: object, capacity: int) -> None:
    while capacity and (path := _path(residual, source)):
        edges = list(pairwise(path))
        most = min(capacity, *(residual[a][b] for a, b in edges))
        for a, b in edges:
            residual[a][b] -= most
            if b != "sink":
                residual[b][a] = residual[b].get(a, 0) + most
        capacity -= most


def _path(residual: dict[object, dict[object, int]], source: object) -> list[object]:
    """The shortest way to the sink along which something may still flow; empty: there is none."""
    came: dict[object, object] = {source: source}
    queue = deque([source])
    while queue:
        node = queue.popleft()
        for other, room in residual[node].items():
            if room and other not in came:
                came[other] = node
                if other == "sink":
                    path: list[object] = ["sink"]
                    while path[-1] != source:
                        path.append(came[path[-1]])
                    return path[::-1]
                queue.append(other)
    return []


def _by_period(
    network: Network, residual: dict[object, dict[object, int]]
) -> dict[tuple[str, Period, str], int]:
    """What each cell got, dealt out to its periods: the fund that ends first pays the earliest."""
    held = {
        (fund, cell[1], cell[2]): amount
        for cell, arcs in residual.items()
        if isinstance(cell, tuple) and cell[0] == "cell"
        for (_, fund, _), amount in ((a, n) for a, n in arcs.items() if isinstance(a, tuple))
    }
    paid: dict[tuple[str, Period, str], int] = {}
    for (period, name), amount in network.demand.items():
        unpaid = amount
        for fund in network.payers[period]:
            key = (fund, network.payers[period], name)
            part = min(unpaid, held.get(key, 0))
            if part:
                paid[fund, period, name] = part
                held[key] -= part
                unpaid -= part
    return paid
