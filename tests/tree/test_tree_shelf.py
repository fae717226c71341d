"""What is kept between runs: this user's own, whole, and not for ever."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from minidoc.tree import DiskShelf, read_cache, write_cache

DAY = 24 * 60 * 60


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "minidoc"


def test_what_is_kept_comes_back(cache: Path) -> None:
    shelf = DiskShelf("sdk", "one")
    assert shelf.read("a") is None
    assert not cache.exists()
    shelf.write("a", "text\r\n\ud800")
    shelf.write("b", "")
    assert DiskShelf("sdk", "one").read("a") == "text\r\n\ud800"
    assert DiskShelf("sdk", "one").read("b") == ""
    assert DiskShelf("sdk", "two").read("a") is None
    assert DiskShelf("other", "one").read("a") is None


@pytest.mark.skipif(os.name == "nt", reason="rights are others there")
def test_nobody_else_may_read_or_write(cache: Path) -> None:
    DiskShelf("sdk").write("a", "text")
    assert cache.stat().st_mode & 0o077 == 0
    assert (cache / "sdk").stat().st_mode & 0o077 == 0


def test_only_what_was_used_stays(cache: Path) -> None:
    for name in "abc":
        DiskShelf("sdk").write(name, name)
    shelf = DiskShelf("sdk")
    shelf.read("a")
    shelf.write("d", "d")
    shelf.keep_used()
    assert sorted(os.listdir(cache / "sdk")) == ["a", "d"]


def test_what_nobody_uses_goes(cache: Path) -> None:
    for folder, name in (("old", "a"), ("sdk", "a"), ("sdk", "b")):
        DiskShelf(folder).write(name, "text")
    past = time.time() - 61 * DAY
    for path in (cache / "old/a", cache / "sdk/a"):
        os.utime(path, (past, past))
    DiskShelf("sdk").remove_old()
    assert (cache / "sdk/a").exists(), "not more than once a day"
    os.utime(cache, (past, past))
    DiskShelf("sdk").remove_old()
    assert not (cache / "old").exists()
    assert os.listdir(cache / "sdk") == ["b"]


def test_a_full_disk_keeps_nothing(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = DiskShelf("sdk")
    shelf.write("a", "before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    shelf.write("a", "after")
    monkeypatch.undo()
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache.parent))
    assert DiskShelf("sdk").read("a") == "before"
    assert os.listdir(cache / "sdk") == ["a"]


def test_what_a_killed_run_left_goes_with_the_next(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", die)
        # As after a kill, which nothing cleans up behind; of another process.
        patch.setattr(os, "getpid", lambda: 1)
        patch.setattr(Path, "unlink", die)
        with pytest.raises(SystemExit):
            DiskShelf("sdk").write("a", "text")
        with pytest.raises(SystemExit):
            write_cache(tmp_path, "fetch.json", "{}")
    assert os.listdir(cache / "sdk") != ["a"]
    DiskShelf("sdk").write("a", "text")
    write_cache(tmp_path, "fetch.json", "{}")
    assert os.listdir(cache / "sdk") == ["a"]
    assert sorted(os.listdir(tmp_path / ".minidoc")) == [".gitignore", "fetch.json"]
    assert read_cache(tmp_path, "fetch.json") == "{}"


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_file_under_another_name_is_not_it(cache: Path, name: str) -> None:
    DiskShelf("sdk").write("a", "of a")
    os.replace(cache / "sdk/a", cache / "sdk" / name)
    assert DiskShelf("sdk").read(name) == ("of a" if name == "a" else None)
