"""A browser without a screen: it opens the dashboard by its websocket and clicks through pages."""

import random
import threading
import time
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE = 600  # seconds for a page, on a machine that does much else
RELOADS = 25  # pages after which a person loads the dashboard anew, on average


@dataclass
class Session(threading.Thread):
    """One person who clicks every few seconds, until `ended` is set.

    pages    pages that were drawn
    trouble  what was wrong with one that was not
    """

    address: str
    seed: int
    ended: threading.Event
    pause: float = 5.0
    pages: int = 0
    reloads: int = 0
    trouble: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.dice = random.Random(self.seed)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """Load the dashboard, click, and load it again now and then."""
        try:
            while not self.ended.is_set():
                with connect(
                    f"{self.address.replace('http', 'ws', 1)}/_stcore/stream",
                    origin=self.address, subprotocols=["streamlit"], max_size=None,
                    ping_interval=None, open_timeout=PATIENCE,  # type: ignore[arg-type,list-item]
                ) as line:  # fmt: skip
                    self._browse(line)
                self.reloads += 1
        except Exception as error:  # of a thread: the test reports it
            self.trouble.append(f"session {self.seed}: {type(error).__name__}: {error}")

    def _browse(self, line: ClientConnection) -> None:
        scripts = self._page(line, "")
        while not self.ended.is_set():
            self.ended.wait(self.dice.uniform(0.4, 1.6) * self.pause)
            scripts = self._page(line, self.dice.choice(scripts)) or scripts
            if self.dice.random() < 1 / RELOADS:
                return

    def _page(self, line: ClientConnection, script: str) -> list[str]:
        """Ask for a page and wait until it is drawn; the pages that it links to."""
        asked = BackMsg()
        asked.rerun_script.page_script_hash = script
        asked.rerun_script.query_string = ""
        line.send(asked.SerializeToString())
        until, pages = time.monotonic() + PATIENCE, list[str]()
        while True:
            message = ForwardMsg()
            message.ParseFromString(bytes(line.recv(timeout=max(0.1, until - time.monotonic()))))  # type: ignore[arg-type]
            kind = message.WhichOneof("type")
            if kind == "navigation":
                pages = [page.page_script_hash for page in message.navigation.app_pages]
            elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                self.trouble.append(message.delta.new_element.exception.message or "an exception")
            elif kind == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    self.pages += 1
                    return pages
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise RuntimeError("the page does not compile")
