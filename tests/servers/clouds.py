"""Google's and Azure's storage on loopback: what their own clients talk to, each behind a Passing.

Each takes its address and credential from the environment, as on a team's machine.
"""

import socket
import urllib.parse
import urllib.request
from contextlib import contextmanager
from functools import partial

from azure.storage.blob import BlobServiceClient
from gcp_storage_emulator.handlers.buckets import create_bucket
from gcp_storage_emulator.server import RequestHandler
from gcp_storage_emulator.storage import Storage

from tests.servers.loopback import listening
from tests.servers.passing import passing
from tests.servers.real import MODULES, free_port, install, node

# azurite's own account; its key is printed in its manual and opens nothing else
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
OTHER_KEY = "AAAA" + KEY[4:]
EXPIRED = b'{"error": {"code": 401, "message": "Invalid Credentials"}}'


class Google:
    """A bucket "bills" of Google Cloud Storage."""

    scheme = "gs"

    def __init__(self, front):
        self.front = front

    def environment(self, url=None):
        return {"STORAGE_EMULATOR_HOST": url or self.front.url}

    def put(self, name, data):
        query = urllib.parse.urlencode({"uploadType": "media", "name": name})
        url = f"http://{self.front.upstream}/upload/storage/v1/b/bills/o?{query}"
        headers = {"Content-Type": "text/csv"}
        urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=30).close()

    def refuse(self):
        """The emulator asks for no credential, so the front gives Google's answer to a void one."""
        self.front.refusing = (401, EXPIRED)
        return {}


class Azure:
    """A container "bills" of Azure's storage."""

    scheme = "az"

    def __init__(self, front):
        self.front = front
        settings = self.environment(f"http://{front.upstream}").popitem()[1]
        service = BlobServiceClient.from_connection_string(settings)
        self.container = service.get_container_client("bills")
        if self.container.exists():
            self.container.delete_container()
        self.container = service.create_container("bills")

    def environment(self, url=None, key=KEY):
        told = {
            "DefaultEndpointsProtocol": "http", "AccountName": ACCOUNT, "AccountKey": key,
            "BlobEndpoint": f"{url or self.front.url}/{ACCOUNT}",
        }  # fmt: skip
        settings = ";".join(f"{name}={value}" for name, value in told.items())
        return {"AZURE_STORAGE_CONNECTION_STRING": settings}

    def put(self, name, data):
        self.container.upload_blob(name, data, overwrite=True)

    def refuse(self):
        return self.environment(key=OTHER_KEY)


@contextmanager
def google():
    """A Google with nothing in its bucket."""
    storage = Storage(use_memory_fs=True)
    create_bucket("bills", storage)
    with listening(partial(RequestHandler, storage)) as url, passing(url) as front:
        yield Google(front)


@contextmanager
def azurite(folder):
    """The address of a server that speaks as Azure's storage does."""
    install()
    port = free_port()
    program = str(MODULES / "azurite/dist/src/blob/main.js")
    arguments = [program, "--blobHost", "127.0.0.1", "--blobPort", str(port), "--silent"]
    arguments += ["--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry"]
    url = f"http://127.0.0.1:{port}"
    with node(arguments, url, folder / "azurite.log"):
        yield url


@contextmanager
def azure(url):
    """An Azure with nothing in its container, at the address of an azurite."""
    with passing(url) as front:
        yield Azure(front)


def nobody():
    """An address where no server listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{held.getsockname()[1]}"
