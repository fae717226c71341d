"""The wheel, in an environment of its own, gives the same bytes far from the checkout.

Nothing comes from the network: the wheel is built and installed without an index, and
the libraries are those that are installed here, made visible by a path file.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import sysconfig
import tarfile
import venv
from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

Installed = Callable[..., "subprocess.CompletedProcess[str]"]


def _run(
    *command: str | Path, cwd: Path, env: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=dict(env),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def _bytes_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def wheel(
    tmp_path_factory: pytest.TempPathFactory,
    repository: Path,
    clean_env: dict[str, str],
) -> Path:
    """Build the source distribution, and the wheel from what is in that."""
    out = tmp_path_factory.mktemp("built")
    build = f"from hatchling.build import build_sdist; build_sdist({str(out)!r})"
    packed = _run(sys.executable, "-c", build, cwd=repository, env=clean_env)
    assert packed.returncode == 0, packed.stderr
    [archive] = out.glob("minidoc_sdk-*.tar.gz")
    with tarfile.open(archive) as sources:
        sources.extractall(out, filter="data")
    built = _run(
        *(sys.executable, "-m", "pip", "--isolated", "wheel", "--quiet"),
        *("--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir", out, "."),
        cwd=out / archive.name.removesuffix(".tar.gz"),
        env=clean_env,
    )
    assert built.returncode == 0, built.stderr
    [path] = out.glob("minidoc_sdk-*.whl")
    return path


@pytest.fixture(scope="module")
def installed(
    tmp_path_factory: pytest.TempPathFactory,
    wheel: Path,
    clean_env: dict[str, str],
) -> Installed:
    """Install the wheel into an empty environment; gives its command."""
    place = tmp_path_factory.mktemp("environment")
    venv.create(place, with_pip=False)
    paths = {"base": str(place), "platbase": str(place)}
    scripts = Path(sysconfig.get_path("scripts", "venv", vars=paths))
    packages = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    python = scripts / Path(sys.executable).name
    done = _run(
        *(sys.executable, "-m", "pip", "--isolated", "--python", python, "install"),
        *("--quiet", "--no-deps", "--no-index", wheel),
        cwd=place,
        env=clean_env,
    )
    assert done.returncode == 0, done.stderr
    # Only the libraries: an editable install's own path file is not read from there.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")

    def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        return _run(scripts / "minidoc", *arguments, cwd=cwd, env=clean_env)

    return run


def test_the_wheel_carries_its_data(wheel: Path, repository: Path) -> None:
    with ZipFile(wheel) as archive:
        carried = {name: archive.read(name) for name in archive.namelist()}
    for folder in ("grammar", "templates", "spec", "generated"):
        expected = _bytes_below(repository / folder)
        prefix = f"minidoc/_data/{folder}/"
        found = {
            name.removeprefix(prefix): data
            for name, data in carried.items()
            if name.startswith(prefix)
        }
        assert found == expected
    assert "minidoc/runtime/__init__.py" in carried
    assert "minidoc/py.typed" in carried
    assert "minidoc/emulator/page/index.html" in carried
    outside = {
        name for name in carried if not name.startswith(("minidoc/", "minidoc_sdk-"))
    }
    assert outside == set()


def test_it_generates_the_same_bytes(
    installed: Installed, repository: Path, tmp_path: Path
) -> None:
    shutil.copytree(repository / "spec", tmp_path / "pages")
    pages = sorted(path.name for path in (tmp_path / "pages").glob("*.md"))
    done = installed(
        *("generate", *(f"pages/{name}" for name in pages)),
        *("--overlay", "pages/overlay.toml", "--output", "made/talkjs"),
        *("--package", "talkjs"),
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    assert _bytes_below(tmp_path / "made/talkjs") == _bytes_below(
        repository / "generated/talkjs"
    )


def test_it_serves_from_an_empty_folder(installed: Installed, tmp_path: Path) -> None:
    """The emulator finds its model and its page in the wheel; the port is taken."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = installed("serve", "--port", port, cwd=tmp_path)
    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
    assert [*tmp_path.iterdir()] == []


def test_it_vendors_into_an_empty_folder(
    installed: Installed, run_minidoc: Installed, tmp_path: Path
) -> None:
    """The same bytes as from the checkout, which then finds them in step."""
    (tmp_path / "one").mkdir()
    done = installed("vendor", "one", "--package", "acme.sdk", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    again = ("vendor", "one/acme/sdk", "--check", "--bytes")
    for command in (installed, run_minidoc):
        done = command(*again, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_it_runs_its_own_code(installed: Installed, tmp_path: Path) -> None:
    """A broken page is reported from the carried grammar, with nothing else around."""
    (tmp_path / "page.md").write_text("no front matter\n", encoding="utf-8")
    done = installed("check", "page.md", "--output", "made", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("page.md:1:1: error[missing-front-matter]")
    assert [path.name for path in tmp_path.iterdir()] == ["page.md"]
