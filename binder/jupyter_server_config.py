"""Quarterdeck behind jupyter-server-proxy: /quarterdeck/ of a Binder's notebook server."""

from pathlib import Path

c = get_config()  # noqa: F821 - Jupyter gives it

HOME = Path(__file__).resolve().parents[1]

c.ServerProxy.servers = {
    "quarterdeck": {
        "command": [
            f"{HOME}/.venv/bin/python", "-m", "streamlit", "run", f"{HOME}/app.py",
            "--server.address=127.0.0.1", "--server.port={port}", "--server.headless=true",
            "--server.baseUrlPath={base_url}quarterdeck",
            # The notebook server asks for its token first; the browser's origin is the Binder's.
            "--server.enableCORS=false", "--server.enableXsrfProtection=false",
        ],
        "absolute_url": True,
        "timeout": 60,
        # Quarterdeck answers under localhost, whatever a Binder is called.
        "request_headers_override": {"Host": "localhost"},
        "launcher_entry": {"title": "Quarterdeck", "icon_path": f"{HOME}/views/icon.svg"},
    }
}  # fmt: skip
