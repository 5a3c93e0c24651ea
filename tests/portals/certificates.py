"""Certificates as the replicas show them under https: good ones, and the broken ones that real sites have."""

import base64
import ssl
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

#: What may be wrong: nothing; who signed it; its time; its name; what comes with it; what the server speaks.
KINDS = ("trusted", "self_signed", "expired", "wrong_name", "no_intermediate", "old_tls", "weak_dh")
# The group of 1024 bits that old servers come with (RFC 2409, second Oakley group).
_OLD_GROUP = (
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF"
)


class Signed(NamedTuple):
    """A certificate and its key."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey


class Authority:
    """A certificate authority of the tests. ``path`` is what trusts it: a file for ``SSL_CERT_FILE``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = rsa.generate_private_key(65537, 2048)
        self._root = _sign("Replica Root", self._key, None, is_authority=True)
        self._between = _sign("Replica Intermediate", self._key, self._root, is_authority=True)
        self.path = folder / "authority.pem"
        self.path.write_bytes(self._root.certificate.public_bytes(Encoding.PEM))

    def context(self, host: str, kind: str = "trusted") -> ssl.SSLContext:
        """Return what a server needs to answer as ``host`` under https; ``kind`` is one of ``KINDS``."""
        issuer = None if kind == "self_signed" else self._between if kind == "no_intermediate" else self._root
        name = "khac.test" if kind == "wrong_name" else host
        days = -400 if kind == "expired" else 0
        leaf = _sign(name, self._key, issuer, days=days)
        path = self._folder / f"{host} {kind}.pem"
        secret = leaf.key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        path.write_bytes(leaf.certificate.public_bytes(Encoding.PEM) + secret)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if kind == "old_tls":
            context.set_ciphers("ALL:@SECLEVEL=0")
            _pin(context, ssl.TLSVersion.TLSv1)
        if kind == "weak_dh":
            _pin(context, ssl.TLSVersion.TLSv1_2)
            context.set_ciphers("DHE-RSA-AES128-GCM-SHA256:AES128-GCM-SHA256:@SECLEVEL=0")
            context.load_dh_params(str(self._old_group()))
        context.load_cert_chain(path)
        return context

    def _old_group(self) -> Path:
        path = self._folder / "group.pem"
        # A sequence of two integers, the prime and the generator 2, as PKCS #3 has it.
        der = bytes.fromhex("308187" + "02818100" + _OLD_GROUP + "020102")
        lines = base64.encodebytes(der).decode()
        path.write_text(f"-----BEGIN DH PARAMETERS-----\n{lines}-----END DH PARAMETERS-----\n")
        return path


def _pin(context: ssl.SSLContext, version: ssl.TLSVersion) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # old is what is wanted
        context.minimum_version = version
        context.maximum_version = version


def _sign(
    name: str, key: rsa.RSAPrivateKey, issuer: Signed | None, *, is_authority: bool = False, days: int = 0
) -> Signed:
    """Return a certificate for ``name``, valid for a year from ``days`` on; without issuer it signs itself.

    One key serves all: making keys is slow, and the tests ask for names and times only.
    """
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begins = datetime.now(UTC) + timedelta(days=days - 1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=365))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if not is_authority:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return Signed(builder.sign(key, hashes.SHA256()), key)
