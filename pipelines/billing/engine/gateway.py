"""A cluster of a dask-gateway: asked for when a run has parts to read, and given back after it.

How to sign in stands in dask's own configuration (`gateway: auth:` or DASK_GATEWAY__AUTH__TYPE),
never in dashboard.toml.
"""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Thread
from typing import Any

from pipelines.billing.rollup import Unreachable

WORKERS = 4  # where [engine] workers is not set
SIGN_IN = "set gateway.auth in dask's configuration (docs/scale.md)"


@contextmanager
def cluster(address: str, workers: int | None) -> Iterator[Any]:
    """A new cluster that workers come to, stopped whatever ends the run. Raises Unreachable."""
    with _gateway(address) as gateway, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(gateway.submit)  # Ctrl-C cannot keep us from its name
        try:
            with _reported(address):
                found = gateway.connect(asked.result())
                found.scale(workers or WORKERS)
            with found:
                yield found
        finally:
            with _reported(address):
                gateway.stop_cluster(asked.result())


def _gateway(address: str) -> Any:
    try:
        from dask_gateway import Gateway  # noqa: PLC0415 - only a gateway needs it
    except ImportError:
        raise Unreachable(
            "a gateway needs the package dask-gateway", "pip install dask-gateway", passing=False
        ) from None
    with _reported(address):
        return Gateway(address, loop=_loop())


def _loop() -> Any:
    """An event loop in a thread of its own; distributed's gives up where that takes ten seconds.

    It is never stopped: a Gateway closes itself once more when it is forgotten.
    """
    from tornado.ioloop import IOLoop  # noqa: PLC0415 - comes with dask-gateway

    started: Future[Any] = Future()

    async def running() -> None:
        started.set_result(IOLoop.current())
        await asyncio.Event().wait()

    Thread(target=asyncio.run, args=[running()], daemon=True).start()
    return started.result()


@contextmanager
def _reported(address: str) -> Iterator[None]:
    """What a gateway refuses or fails at, with what to do."""
    from aiohttp import ClientError  # noqa: PLC0415
    from dask_gateway import GatewayClusterError, GatewayServerError  # noqa: PLC0415

    try:
        yield
    except (KeyError, TypeError, AttributeError, OverflowError):  # its answer, in dask_gateway
        said = f"the gateway {address} gave no cluster: its answer describes none"
        raise Unreachable(said, "look into the gateway's log, then run again") from None
    except (ClientError, OSError, ValueError, GatewayClusterError, GatewayServerError) as trouble:
        said = f"the gateway {address} gave no cluster: {str(trouble).partition(chr(10))[0][:160]}"
        if isinstance(trouble, ValueError) or getattr(trouble, "status", None) in (401, 403):
            raise Unreachable(said, SIGN_IN, passing=False) from None
        raise Unreachable(said, "look into the gateway's log, then run again") from None
