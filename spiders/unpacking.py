"""Content codings undone to their end: of a body that breaks off, what unpacks would pass for a page."""

import sys
import zlib
from collections.abc import Callable, Generator

import brotli  # type: ignore[import-untyped]  # it has no types

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_AT_ONCE = 1 << 16
_GZIP_MAGIC = b"\x1f\x8b"

#: What a decoder yields: parts of at most 64 kB. It returns whether the body's end was among them.
_Parts = Generator[bytes, None, bool]


class CodingError(ValueError):
    """A body is not in the coding that it is said to be in."""


def unpacked(packed: bytes, coding: str, most: int) -> tuple[bytes, bool] | None:
    """Return what a body in one of ``CODINGS`` unpacks to, and whether it is whole.

    None for one that unpacks to more than ``most`` bytes, of which no more is unpacked. Raises CodingError.
    """
    shown = bytearray()
    parts = CODINGS[coding](packed)
    while True:
        try:
            shown += next(parts)
        except StopIteration as end:
            return bytes(shown), bool(end.value)
        if len(shown) > most:
            return None


def _gzip(packed: bytes) -> _Parts:
    """Unpack one member after the other; what follows and is none is left out."""
    is_whole, rest = yield from _inflated(packed, zlib.MAX_WBITS | 16)
    while is_whole and rest.startswith(_GZIP_MAGIC):
        is_whole, rest = yield from _inflated(rest, zlib.MAX_WBITS | 16)
    return is_whole


def _deflate(packed: bytes) -> _Parts:
    """Unpack a stream with its head, or without one, as some servers send it."""
    try:
        zlib.decompressobj().decompress(packed, 1)
        bits = zlib.MAX_WBITS
    except zlib.error:
        bits = -zlib.MAX_WBITS
    is_whole, _ = yield from _inflated(packed, bits)
    return is_whole


def _inflated(packed: bytes, bits: int) -> Generator[bytes, None, tuple[bool, bytes]]:
    """Yield what a stream unpacks to; return whether it has an end, and what stands behind that."""
    stream = zlib.decompressobj(wbits=bits)
    try:
        while not stream.eof:
            part = stream.decompress(packed, _AT_ONCE)
            packed = stream.unconsumed_tail
            if not part and not packed:
                break
            yield part
    except zlib.error:
        return False, b""
    return stream.eof, stream.unused_data


def _brotli(packed: bytes) -> _Parts:
    stream = brotli.Decompressor()
    try:
        part = stream.process(packed, output_buffer_limit=_AT_ONCE)
        while part:
            yield part
            part = b"" if stream.is_finished() else stream.process(b"", output_buffer_limit=_AT_ONCE)
    except brotli.error as error:
        raise CodingError(str(error)) from error
    return bool(stream.is_finished())


def _zstd(packed: bytes) -> _Parts:
    """Unpack one frame after the other."""
    while True:
        stream = zstd.ZstdDecompressor()
        try:
            while not stream.eof:
                part = stream.decompress(packed, _AT_ONCE)
                packed = b""
                if not part and stream.needs_input:
                    return False
                yield part
        except zstd.ZstdError as error:
            raise CodingError(str(error)) from error
        packed = stream.unused_data
        if not packed:
            return True


#: By the name that Content-Encoding has for them: those that Scrapy undoes.
CODINGS: dict[str, Callable[[bytes], _Parts]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
