"""Digests of payloads, as archives write them: SHA-1 in base32, now and then another algorithm or base."""

import base64
import binascii
import hashlib
from collections.abc import Iterable

_SIZES = {"sha1": 20, "sha256": 32, "md5": 16}


def agrees(digest: str, bodies: Iterable[bytes]) -> bool | None:
    """Tell whether a digest is that of one of ``bodies``; None for one that cannot be checked.

    Archives digest a body as it was transferred or decoded, so that several forms of it may be right.
    """
    algorithm, _, value = digest.rpartition(":")
    algorithm = (algorithm or "sha1").lower().replace("-", "")
    size = _SIZES.get(algorithm)
    wanted = _decoded(value, size) if size is not None else None
    if wanted is None:
        return None
    return any(hashlib.new(algorithm, body, usedforsecurity=False).digest() == wanted for body in bodies)


def plain(digest: str) -> str:
    """Return a SHA-1 digest in base32 without its algorithm's name, another one as it is."""
    algorithm, _, value = digest.rpartition(":")
    if algorithm.lower() not in {"", "sha1"}:
        return digest
    raw = _decoded(value, _SIZES["sha1"])
    return base64.b32encode(raw).decode() if raw is not None else digest


def _decoded(value: str, size: int) -> bytes | None:
    for decode in (base64.b32decode, bytes.fromhex):
        try:
            raw = decode(value)
        except (ValueError, binascii.Error):
            continue
        if len(raw) == size:
            return raw
    return None
