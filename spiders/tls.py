"""What is wrong with the certificates of hosts: told by name, also where a portal's file says to go on.

Many .gov.vn sites have broken chains. ``verify_certificates = false`` in a portal's file is the switch for
them; it opens the connection and hides nothing.
"""

import logging
import re
from typing import Any

from OpenSSL.crypto import X509
from OpenSSL.SSL import VERIFY_FAIL_IF_NO_PEER_CERT, VERIFY_PEER, Connection, Context
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet.abstract import isIPAddress
from twisted.internet.interfaces import IOpenSSLClientConnectionCreator
from twisted.internet.ssl import AcceptableCiphers, CertificateOptions, platformTrust
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.web.client import BrowserLikePolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]  # it ships no types

logger = logging.getLogger(__name__)

#: Begins the name of the statistic that holds a host's problem.
STAT = "gat/tls/"
# OpenSSL's numbers of what a certificate may suffer from (X509_V_ERR_…).
_PROBLEMS = {
    9: "not valid yet",
    10: "expired",
    18: "self-signed",
    19: "signed by an unknown root",
    20: "sent without its intermediate, or signed by an unknown authority",
    21: "sent without its intermediate, or signed by an unknown authority",
    62: "for another host",
    66: "weak: its key is too small",
    67: "weak: an authority's key is too small",
    68: "weak: signed with a broken hash",
}
_HANDSHAKES = (
    (
        re.compile(r"unsupported protocol|protocol version|wrong version number"),
        "speaks only old versions of TLS",
    ),
    (re.compile(r"dh key too small"), "uses a Diffie-Hellman group that is too small"),
    (re.compile(r"unsafe legacy renegotiation"), "renegotiates in the old, unsafe way"),
    (re.compile(r"handshake failure|no shared cipher|no protocols available"), "shares no cipher"),
    (re.compile(r"certificate verify failed"), "shows a certificate that cannot be trusted"),
)
# Servers with old Diffie-Hellman groups have other ways as well, once these are not offered.
_CIPHERS = AcceptableCiphers.fromOpenSSLCipherString("DEFAULT:!DH")  # type: ignore[no-untyped-call]  # Twisted's
_LEGACY_SERVERS = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT


def handshake_problem(text: str) -> str | None:
    """Return what a failed handshake says of the server, or None for an error of another kind."""
    return next((said for words, said in _HANDSHAKES if words.search(text)), None)


class NotingHandler(HTTP11DownloadHandler):
    """Scrapy's handler for https, with a policy of certificates that takes notes."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # The setting for a policy of one's own is deprecated, and the attribute is where it ended.
        self._contextFactory = CertificatePolicy(crawler)  # type: ignore[assignment]  # interfaces are no types


class CertificatePolicy(BrowserLikePolicyForHTTPS):
    """Verify every certificate; refuse what does not pass unless the portal's file says otherwise.

    What is wrong stands in the statistics as ``gat/tls/<host>``, either way.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Twisted's
        self._crawler = crawler
        self._is_strict = crawler.settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
        trust = platformTrust()  # type: ignore[no-untyped-call]  # Twisted's
        options = CertificateOptions(trustRoot=trust, fixBrokenPeers=True, acceptableCiphers=_CIPHERS)
        self.context: Context = options.getContext()
        self.context.set_options(_LEGACY_SERVERS)

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802, ARG002 - Twisted's name
        """Return what makes the connections to a host."""
        return _Creator(hostname.decode("ascii"), self)

    def judge(self, host: str, problem: str | None) -> bool:
        """Note a problem of a host's certificate; tell whether the connection may be used."""
        if problem is None:
            return True
        stats = self._crawler.stats
        if stats.get_value(STAT + host) is None:
            logger.warning("%s: its certificate is %s", host, problem)
            stats.set_value(STAT + host, problem)
        return not self._is_strict


@implementer(IOpenSSLClientConnectionCreator)
class _Creator:
    def __init__(self, host: str, policy: CertificatePolicy) -> None:
        self._host = host
        self._policy = policy

    def clientConnectionForTLS(self, _protocol: TLSMemoryBIOProtocol) -> Connection:  # noqa: N802 - Twisted's name
        """Return a connection that is judged by the policy."""
        connection = Connection(self._policy.context, None)
        if not isIPAddress(self._host):
            connection.set_tlsext_host_name(self._host.encode("ascii"))
        connection.set_verify(VERIFY_PEER | VERIFY_FAIL_IF_NO_PEER_CERT, self._judge)
        return connection

    def _judge(self, _connection: Connection, certificate: X509, error: int, depth: int, ok: int) -> bool:
        problem = None
        if not ok:
            problem = _PROBLEMS.get(error, f"refused by OpenSSL with error {error}")
        elif depth == 0 and not self._is_named(certificate):
            problem = _PROBLEMS[62]
        return self._policy.judge(self._host, problem)

    def _is_named(self, certificate: X509) -> bool:
        wanted = IPAddress_ID(self._host) if isIPAddress(self._host) else DNS_ID(self._host)
        try:
            verify_service_identity(extract_patterns(certificate), [wanted], [])
        except (VerificationError, CertificateError):
            return False
        return True
