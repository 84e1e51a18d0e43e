"""The dashboard as a service of a JupyterHub, with the hub's own sign-in: python -m views.hub.

The hub starts it and says by the environment where it is (examples/jupyterhub, docs/deploy.md).
"""

import os
import sys
from contextlib import suppress
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware

from config import HOME
from views import hosts

MISSING = (
    "JUPYTERHUB_{} is not set: a JupyterHub starts this as its service. "
    "Fix: docs/deploy.md, On a JupyterHub"
)
EXTRA = 'jupyterhub is not installed. Fix: python -m pip install "quarterdeck[hub]"'
NEEDED = ("API_TOKEN", "CLIENT_ID", "SERVICE_PREFIX", "SERVICE_URL")


def main() -> None:
    """Serve until the hub ends it; ends with a sentence where something is missing."""
    if missing := [name for name in NEEDED if not os.environ.get(f"JUPYTERHUB_{name}")]:
        sys.exit(MISSING.format(missing[0]))
    try:
        from jupyterhub.services.auth import HubOAuth  # noqa: PLC0415 - an extra

        from views.hub_guard import Guard  # noqa: PLC0415 - needs it
    except ImportError:
        sys.exit(EXTRA)
    place = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    script = str(HOME / "app.py")
    guard = Middleware(Guard, HubOAuth())
    app = st.App(script, middleware=[Middleware(hosts.Hosts), guard])
    sys.argv[:] = [script]  # its folder, not views/, is where Streamlit looks for modules
    options = {
        "server.address": place.hostname,
        "server.port": place.port,
        "server.baseUrlPath": os.environ["JUPYTERHUB_SERVICE_PREFIX"].strip("/"),
        "server.headless": True,
    }
    with suppress(KeyboardInterrupt):  # the hub ends it
        app.run(config=options)


if __name__ == "__main__":
    main()
