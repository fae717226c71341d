"""A program over what later pages may hold: enums, defaults, streams, deprecations.

Each line that ends in `expect-error` is one that they must refuse; all others pass.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Unpack, assert_never, assert_type

import future
from future import (
    AsyncUploader,
    ConversationAccess,
    MessageOrigin,
    NotificationSettings,
    Upload,
    Uploader,
    UploaderUploadParams,
    get_async_uploader,
    get_uploader,
)


def calling(uploader: Uploader, upload: Upload) -> None:
    assert_type(get_uploader(), Uploader)
    assert_type(get_async_uploader(parallel=2), AsyncUploader)
    assert_type(uploader.upload(b"", "a.png", retries=2), Upload)
    uploader.upload(b"", "a.png", on_progress=lambda sent: sent)
    uploader.upload("", "a.png")  # expect-error: bytes
    uploader.upload(b"", "a.png", retries=None)  # expect-error: not nullable
    uploader.upload(b"", "a.png", access="Read")  # expect-error: an enum
    uploader.retry(upload)  # expect-error: deprecated
    assert_type(uploader.history(5, True), tuple[Upload, ...])
    assert_type(
        uploader.watch(MessageOrigin.IMPORT, on_change=print), Iterator[Upload | None]
    )
    uploader.watch(MessageOrigin.WEB)  # expect-error: the callback is required
    assert_type(uploader.settings(), Mapping[str, Mapping[str, NotificationSettings]])
    uploader.parallel = 3  # expect-error: final
    future.Uploaders  # expect-error: no such name


async def awaiting(uploader: AsyncUploader, upload: Upload) -> None:
    assert_type(await uploader.upload(b"", "a.png"), Upload)
    await uploader.retry(upload)  # expect-error: deprecated
    assert_type(uploader.changes, AsyncIterator[Upload])


def forwarding(uploader: Uploader, **options: Unpack[UploaderUploadParams]) -> Upload:
    return uploader.upload(b"", "a.png", **options)


def forwarded(uploader: Uploader) -> None:
    forwarding(uploader, retries=1)
    forwarding(uploader, retry=1)  # expect-error: no such parameter


def matching(access: ConversationAccess) -> str:
    match access:
        case ConversationAccess.READ:
            return "r"
        case ConversationAccess.READ_WRITE:
            return "rw"
    assert_never(access)


def enums() -> None:
    assert_type(ConversationAccess("Read"), ConversationAccess)
    assert_type(ConversationAccess.READ.is_known, bool)
    ConversationAccess.WRITE  # expect-error: no such constant
