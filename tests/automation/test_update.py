"""The weekly job: fetch, generate, a pull request; and what it does when it may not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hosts import Host, Ran, step

UPDATE = step(".github/workflows/pages.yml", "jobs", "update", "steps", 3, "run")
OLD, NEW = "String? locale;", "String? language;"
PAGE = """\
---
url: {url}
title: 'Rooms'
minidoc-source: dart
---

## Room
class Room {{
String id;

/** In which language. */
{field}

Room(Map<String, dynamic> json)
}}
"""


class Site:
    """A site with one page, on this machine."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        handler = partial(_Quiet, directory=str(folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/Rooms"
        self._page = folder / "Rooms.md"
        self.publish(OLD)
        threading.Thread(target=self._server.serve_forever).start()

    def publish(self, field: str) -> None:
        self._page.write_text(PAGE.format(url=self.url, field=field), "utf-8")

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path / "site")
    yield made
    made.close()


@pytest.fixture
def host(tmp_path: Path, site: Site) -> Host:
    made = Host(tmp_path)
    made.begin({"Rooms.md": PAGE.format(url=site.url, field=OLD)})
    return made


def update(host: Host, **env: str) -> Ran:
    # The script is the action's: here it stands in this repository, not in the host's.
    script = UPDATE.replace("automation/", "$GITHUB_ACTION_PATH/automation/")
    return host.run(script, **env)


def test_pages_that_have_not_moved(host: Host) -> None:
    ran = update(host)
    assert ran.code == 0, ran.err
    assert ran.summary.strip() == "The pages have not moved."
    assert ran.github == {}
    assert host.git("status", "--porcelain") == ""


def test_a_page_that_has_moved_becomes_a_pull_request(host: Host, site: Site) -> None:
    update(host)
    site.publish(NEW)
    ran = update(host)
    assert ran.code == 0, ran.err
    assert "Room.language" in ran.github["pulls"]["7"]
    assert ran.github["pulls"]["7"] == ran.summary
    changed = host.git("diff", "--name-only", "origin/main", "origin/minidoc/pages")
    assert {"spec/Rooms.md", "src/talk/rooms.py"} <= set(changed.split())
    host.git("switch", "--quiet", "main")
    again = update(host)
    assert (again.code, list(again.github["pulls"])) == (0, ["7"])


def test_a_token_that_may_only_read(host: Host, site: Site) -> None:
    site.publish(NEW)
    ran = update(host, FAKE_GH_READ_ONLY="1")
    assert ran.code == 1
    assert "Room.language" in ran.summary
    assert "::error" in ran.out
    assert ran.github["pulls"] == {}


def test_a_page_that_is_wrong_changes_nothing(host: Host, site: Site) -> None:
    site.publish("String? language")
    ran = update(host)
    assert ran.code == 2
    assert "nothing was changed" in ran.summary
    assert host.git("status", "--porcelain") == ""
