"""Quarterdeck as a service of your JupyterHub: add these lines to your jupyterhub_config.py."""

import os
import sys

c = get_config()  # noqa: F821 - JupyterHub gives it

QUARTERDECK = os.environ.get("QUARTERDECK_HOME", "/srv/quarterdeck")

c.JupyterHub.custom_scopes = {
    "custom:quarterdeck:read": {"description": "Read the pages of Quarterdeck"},
    "custom:quarterdeck:edit": {
        "description": "Change its settings in the browser, too",
        "subscopes": ["custom:quarterdeck:read"],
    },
}
c.JupyterHub.services = [
    {
        "name": "quarterdeck",
        "url": "http://127.0.0.1:8502",
        "command": [sys.executable, "-m", "views.hub"],
        "cwd": QUARTERDECK,
        "environment": {
            "PYTHONPATH": QUARTERDECK,
            "QUARTERDECK_CONFIG": f"{QUARTERDECK}/dashboard.toml",
            "QUARTERDECK_DATA": f"{QUARTERDECK}/data",
        },
        "oauth_client_allowed_scopes": ["custom:quarterdeck:read", "custom:quarterdeck:edit"],
        "oauth_no_confirm": True,
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "quarterdeck-readers",
        "scopes": ["access:services!service=quarterdeck", "custom:quarterdeck:read"],
        "users": ["reader"],
    },
    {
        "name": "quarterdeck-editors",
        "scopes": ["access:services!service=quarterdeck", "custom:quarterdeck:edit"],
        "users": ["editor"],
    },
]
