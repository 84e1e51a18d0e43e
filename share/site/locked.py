"""The team's site as one encrypted file: AES-GCM with a key that PBKDF2 makes of a passphrase.

Who has the files and not the passphrase learns their size and when they were made; who guesses the
passphrase reads everything, and may try for as long as he likes. Pages are decrypted by the
browser's own WebCrypto, and not at all where it has none.
"""

import base64
import gzip
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from config import ConfigError
from share.site import pages
from wording import site as wording

ROUNDS = 600_000  # of PBKDF2 with SHA-256, as OWASP has it for 2023
SHORTEST = 16  # characters: six words, not one
HERE = Path(__file__).parent
UP = re.compile(r'\b(href|src)="\.\./')  # the pages of rows have no folder of their own in there


def passphrase_of(variable: str) -> str:
    """The passphrase in an environment variable. Raises ConfigError for none or a short one."""
    found = os.environ.get(variable, "")
    if len(found) < SHORTEST:
        raise ConfigError([wording.short_passphrase(variable, SHORTEST)])
    return found


def locked(files: Mapping[str, bytes], passphrase: str) -> dict[str, bytes]:
    """The same site with its pages in one file that says nothing without the passphrase.

    Raises ConfigError where the library that encrypts is not installed.
    """
    secret = {
        name: UP.sub(r'\1="', content.decode()) for name, content in files.items()
        if name.endswith(".html")
    }  # fmt: skip
    salt, nonce = os.urandom(16), os.urandom(12)
    text = gzip.compress(json.dumps(secret).encode())
    sealed = {
        "rounds": ROUNDS,
        **{
            name: base64.b64encode(value).decode()
            for name, value in {
                "salt": salt, "nonce": nonce, "text": _sealed(text, passphrase, salt, nonce)
            }.items()
        },
    }  # fmt: skip
    public = {name: content for name, content in files.items() if name not in secret}
    public["locked.js"] = (HERE / "locked.js").read_bytes()
    return public | {"index.html": pages.locked(json.dumps(sealed))}


def _sealed(text: bytes, passphrase: str, salt: bytes, nonce: bytes) -> bytes:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - an extra
        from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
        from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC  # noqa: PLC0415
    except ImportError:
        raise ConfigError([wording.NO_LIBRARY]) from None
    key = PBKDF2HMAC(SHA256(), 32, salt, ROUNDS).derive(passphrase.encode())
    return AESGCM(key).encrypt(nonce, text, None)
