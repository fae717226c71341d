"""The body of an answer, bounded before and after decompression.

Own decoding, because a library's decoder neither bounds the compressed side nor notices
a gzip stream that ends too soon.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable

from minidoc.diagnostics import Code
from minidoc.fetch.failure import FetchError
from minidoc.pages import MAX_PAGE_BYTES

ACCEPTED = "gzip"
"""What the request says that we can decompress."""

_GZIP = 16 + zlib.MAX_WBITS


async def read_body(chunks: AsyncIterable[bytes], encoding: str) -> bytes:
    """Read a body to its end.

    Args:
        chunks: As they come from the network, still compressed.
        encoding: The `Content-Encoding` header.

    Raises:
        FetchError: `file-too-large`, as soon as either side has more than
            `MAX_PAGE_BYTES`; `cannot-fetch`, if the compression is another one or the
            data is damaged.
    """
    names = [name.strip().lower() for name in encoding.split(",") if name.strip()]
    names = [name for name in names if name != "identity"]
    if not names:
        return bytes(await _collect(chunks))
    if names not in (["gzip"], ["x-gzip"]):
        message = f"the answer is compressed in a way that was not asked for: {names}"
        raise FetchError(Code.CANNOT_FETCH, message)
    return _gunzip(bytes(await _collect(chunks)))


async def _collect(chunks: AsyncIterable[bytes]) -> bytearray:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > MAX_PAGE_BYTES:
            raise _too_large()
    return body


def _gunzip(data: bytes) -> bytes:
    decompressor = zlib.decompressobj(_GZIP)
    try:
        body = decompressor.decompress(data, MAX_PAGE_BYTES + 1)
    except zlib.error as error:
        message = f"the compressed answer is damaged: {error}"
        raise FetchError(Code.CANNOT_FETCH, message, is_passing=True) from error
    if len(body) > MAX_PAGE_BYTES:
        raise _too_large()
    if not decompressor.eof or decompressor.unused_data:
        message = "the compressed answer is damaged: it does not end where it should"
        raise FetchError(Code.CANNOT_FETCH, message, is_passing=True)
    return body


def _too_large() -> FetchError:
    message = f"the answer has more than {MAX_PAGE_BYTES} bytes"
    return FetchError(Code.FILE_TOO_LARGE, message)
