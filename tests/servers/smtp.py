"""A mail server on loopback with STARTTLS, by a certificate that the test makes."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from servers.running import free_port

USER, PASSWORD = "quarterdeck", "sea-lavender-7"


class Inbox:
    """The mails it took; `refuses` are addresses it refuses, by their answer."""

    def __init__(self) -> None:
        self.taken, self.refuses = [], {}
        self.port, self.certificate = 0, ""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        assert session.ssl is not None, "a mail in the clear"
        self.taken.append(envelope.content)
        return "250 OK"


@contextmanager
def mail_server(folder: Path, *, has_tls: bool = True) -> Iterator[Inbox]:
    """The inbox of a server that takes mail of one user; its certificate is for localhost."""
    inbox, certificate = Inbox(), folder / "smtp.pem"
    inbox.port, inbox.certificate = free_port(), str(certificate)
    certificate.write_bytes(_certificate())
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    about = {"tls_context": tls, "require_starttls": True, "auth_required": True} if has_tls else {}
    controller = Controller(
        inbox, hostname="localhost", port=inbox.port, authenticator=_is_known, **about
    )
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()


def _is_known(server, session, envelope, mechanism, given):
    known = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=not known and False)


def _certificate() -> bytes:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + built.public_bytes(pem)
