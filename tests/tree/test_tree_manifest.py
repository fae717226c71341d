"""The manifest: canonical text, and no trust in what is read."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from minidoc.diagnostics import Code, GenerationError
from minidoc.tree import MANIFEST, FileTree, read_manifest, write

DIGEST = hashlib.sha256(b"").hexdigest()


def test_lists_every_owned_file_but_itself(tmp_path: Path) -> None:
    write(FileTree.of({"b.py": "x\n", "a/c.py": ""}), tmp_path / "p", version="0.1.0")
    text = (tmp_path / "p" / MANIFEST).read_bytes().decode()
    assert text == (
        "{\n"
        '  "generator": "minidoc 0.1.0",\n'
        '  "files": {\n'
        f'    "a/c.py": "{DIGEST}",\n'
        f'    "b.py": "{hashlib.sha256(b"x" + bytes([10])).hexdigest()}"\n'
        "  }\n"
        "}\n"
    )


def test_reads_back_what_was_written(tmp_path: Path) -> None:
    write(FileTree.of({"a.py": ""}), tmp_path / "p", version="1.2.3rc1+local")
    manifest = read_manifest(tmp_path / "p")
    assert manifest is not None
    assert manifest.version == "1.2.3rc1+local"
    assert dict(manifest.files) == {"a.py": DIGEST}


def test_a_crlf_checkout_of_the_manifest_reads_the_same(tmp_path: Path) -> None:
    write(FileTree.of({"a.py": ""}), tmp_path / "p", version="0.1.0")
    path = tmp_path / "p" / MANIFEST
    before = read_manifest(tmp_path / "p")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_manifest(tmp_path / "p") == before


def test_no_folder_and_no_manifest_are_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "missing") is None
    assert read_manifest(tmp_path) is None


def _text(**changes: object) -> str:
    return json.dumps({"generator": "minidoc 0.1.0", "files": {}} | changes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> branch\n",
        "\udcff",
        "[]",
        "{}",
        "[" * 200_000,
        _text(generator="other 1.0"),
        _text(generator=3),
        _text(generator="minidoc 1'; rm -rf '"),
        _text(generator="minidoc 1\n"),
        _text(files=[]),
        _text(files={"a.py": "abc"}),
        _text(files={"a.py": 3}),
        _text(files={"../a.py": DIGEST}),
        _text(files={"/etc/passwd": DIGEST}),
        _text(files={"a.py": DIGEST, "A.py": DIGEST}),
        _text(files={MANIFEST: DIGEST}),
    ],
)
def test_refuses_what_minidoc_did_not_write(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text, errors="surrogateescape")
    with pytest.raises(GenerationError) as caught:
        read_manifest(tmp_path)
    (found,) = caught.value.diagnostics
    assert found.code is Code.FOREIGN_OUTPUT
    assert "version control" in found.hint


def test_refuses_a_manifest_that_is_a_link_or_a_folder(tmp_path: Path) -> None:
    (tmp_path / "real").write_text(_text())
    os.symlink("real", tmp_path / MANIFEST)
    with pytest.raises(GenerationError, match="not a manifest"):
        read_manifest(tmp_path)
    (tmp_path / MANIFEST).unlink()
    (tmp_path / MANIFEST).mkdir()
    with pytest.raises(GenerationError, match="not a manifest"):
        read_manifest(tmp_path)
