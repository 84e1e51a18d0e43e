"""The runs of a page's script, as its web socket reports them: no test presses between two."""

from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

LONGEST = 60_000  # milliseconds
AGAIN = ForwardMsg.FINISHED_EARLY_FOR_RERUN  # a run gives way to the next one
# Until the browser has sent what a click or a key asks for, and has drawn what it got.
TURN = """() => new Promise(done =>
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"""
DRAWN = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    if (!app || app.dataset.testScriptState !== 'notRunning') return false;
    if (!document.querySelector('h1, [data-testid="stException"]')) return false;
    if (document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')) return false;
    const moves = each => each.playState === 'running'
        && each.effect.getComputedTiming().endTime !== Infinity;
    if (document.getAnimations().some(moves)) return false;  // a fold grows, a block fades
    const lines = [...document.querySelectorAll('[data-testid="stMetricChart"]')];
    if (!lines.every(e => e.querySelector('svg .mark-group'))) return false;
    const charts = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')];
    const sparklines = [...document.querySelectorAll('[data-testid="stMetricChart"]')];
    return charts.every(c => c.querySelector('.js-plotly-plot .main-svg .infolayer'))
        && sparklines.every(c => !c.offsetParent || c.querySelector('svg path, canvas'));
}"""


class Runs:
    """Follows the runs of one page; to be made before the page goes to its address."""

    def __init__(self, page: Page) -> None:
        self.page, self.socket = page, None  # type: tuple[Page, WebSocket | None]
        self.over = True  # no run is asked for or under way
        self.begun = False
        page.on("websocket", self._opened)

    def wait(self) -> None:
        """Until every run that was asked for is over, and the page is drawn."""
        self.page.evaluate(TURN)
        while True:
            while self.socket and not self.over:
                self.socket.wait_for_event("framereceived", timeout=LONGEST)
            self.page.evaluate(TURN)
            self.page.wait_for_function(DRAWN, timeout=LONGEST)
            if self.over:
                return

    def _opened(self, socket: WebSocket) -> None:
        self.socket, self.over, self.begun = socket, False, False  # its first run is to come
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)
        socket.on("close", self._closed)

    def _closed(self, socket: WebSocket) -> None:
        if socket is self.socket:  # the page went elsewhere
            self.socket, self.over = None, True

    def _sent(self, frame: bytes | str) -> None:
        if isinstance(frame, bytes) and BackMsg.FromString(frame).HasField("rerun_script"):
            self.over = self.begun = False

    def _received(self, frame: bytes | str) -> None:
        if not isinstance(frame, bytes):
            return
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.over, self.begun = False, True
        elif kind == "script_finished" and self.begun and message.script_finished != AGAIN:
            self.over = True
