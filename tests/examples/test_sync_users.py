"""The sync of a CSV file: what it writes, what it says of bad rows, how it ends."""

from __future__ import annotations

from pathlib import Path
from subprocess import CompletedProcess

import pytest
from running import EXAMPLES, Env, run

from minidoc.emulator.testing import Emulator


@pytest.fixture
def env(talkjs_emulator: Emulator, env: Env) -> Env:
    """With a token of who does it."""
    return {**env, "TALKJS_TOKEN": talkjs_emulator.token("sync")}


def sync(text: str | bytes, env: Env, folder: Path) -> CompletedProcess[str]:
    file = folder / "users.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    program = EXAMPLES / "sync_users.py"
    command = (
        program,
        "--timeout",
        env.get("SECONDS", "30"),
        "--app",
        env["TALKJS_APP_ID"],
        file,
    )
    return run(*command, env=env, cwd=folder)


def test_users_are_in_step_twice(
    talkjs_emulator: Emulator, env: Env, tmp_path: Path
) -> None:
    app = talkjs_emulator
    app.put_user("ada", name="A", photoUrl="old", custom={"plan": "free", "kept": "1"})
    text = (
        "id,name,email,photo_url,role,custom.plan\n"
        "ada,Ada,a@example.com b@example.com,,admin,\n"
        'eve,"Eve, ""the"" E",,https://example.com/e.png,,pro\n'
    )
    states: list[object] = []
    for _ in range(2):
        done = sync(text, env, tmp_path)
        assert (done.returncode, done.stdout) == (0, "2 in step, 0 failed\n")
        assert done.stderr == "2 of 2\n"
        states.append(app.export())
    assert states[0] == states[1]
    ada, eve = app.user("ada"), app.user("eve")
    assert ada is not None
    assert (ada["name"], ada["photoUrl"], ada["role"]) == ("Ada", None, "admin")
    assert ada["email"] == ["a@example.com", "b@example.com"]
    assert ada["custom"] == {"kept": "1"}
    assert eve is not None
    assert (eve["name"], eve["role"]) == ('Eve, "the" E', "default")
    assert (eve["email"], eve["custom"]) == (None, {"plan": "pro"})
    assert app.connection_count() == 0


def test_a_column_that_is_missing_leaves_its_field_alone(
    talkjs_emulator: Emulator, env: Env, tmp_path: Path
) -> None:
    talkjs_emulator.put_user("ada", name="Ada", photoUrl="kept")
    done = sync("id,role\nada,admin\n", env, tmp_path)
    assert done.returncode == 0
    ada = talkjs_emulator.user("ada")
    assert ada is not None
    assert (ada["name"], ada["photoUrl"], ada["role"]) == ("Ada", "kept", "admin")


def test_bad_rows_are_named_and_the_others_go_on(
    talkjs_emulator: Emulator, env: Env, tmp_path: Path
) -> None:
    text = "id,name\n,X\nada,Ada\n\nbob\nada,Other\neve,\ngrace,Grace\n"
    done = sync(text, env, tmp_path)
    assert (done.returncode, done.stdout) == (1, "2 in step, 4 failed\n")
    said = done.stderr.splitlines()
    assert sorted(said) == [
        "6 of 6",
        "line 2: no id",
        "line 5: 1 cells instead of 2",
        "line 6: ada: stands further up as well",
        "line 7: eve: no name",
    ]
    names = [talkjs_emulator.user(each) for each in ("ada", "grace", "eve", "bob")]
    assert [each and each["name"] for each in names] == ["Ada", "Grace", None, None]


def test_what_the_service_refuses_is_a_row_that_failed(
    talkjs_emulator: Emulator, env: Env, tmp_path: Path
) -> None:
    talkjs_emulator.put_user("ada", name="Ada")
    text = "id,role\nnobody,admin\nada,admin\n"
    done = sync(text, env, tmp_path)
    assert (done.returncode, done.stdout) == (1, "1 in step, 1 failed\n")
    assert "line 2: nobody: PUT /users failed with status 400" in done.stderr
    ada = talkjs_emulator.user("ada")
    assert ada is not None
    assert ada["role"] == "admin"


def test_many_rows_a_few_at_a_time(
    talkjs_emulator: Emulator, env: Env, tmp_path: Path
) -> None:
    rows = "".join(f"u{number},User {number}\n" for number in range(250))
    done = sync(f"id,name\n{rows}", env, tmp_path)
    assert (done.returncode, done.stdout) == (0, "250 in step, 0 failed\n")
    assert done.stderr.splitlines() == ["100 of 250", "200 of 250", "250 of 250"]
    assert 2 <= _most_at_once(talkjs_emulator) <= 16


def _most_at_once(app: Emulator) -> int:
    """Count the writes that were sent and not answered, from the journal's frames."""
    open_writes, most = 0, 0
    for entry in app.journal.entries():
        if entry.direction == "in" and entry.method == "PUT":
            open_writes += 1
        elif entry.direction == "out" and not entry.is_push:
            open_writes = max(0, open_writes - 1)
        most = max(most, open_writes)
    return most


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "it is empty"),
        ("name\nAda\n", "the columns are ['name']"),
        ("id,naem\nada,Ada\n", "the columns are ['id', 'naem']"),
        ("id,id\nada,ada\n", "the columns are ['id', 'id']"),
        (b"id,name\nada,\xff\n", "can't decode byte"),
        ('id,name\nada,"Ada\n', "unexpected end of data"),
    ],
)
def test_a_file_of_no_use(
    talkjs_emulator: Emulator, env: Env, tmp_path: Path, text: str | bytes, says: str
) -> None:
    done = sync(text, env, tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("sync_users: ")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert talkjs_emulator.journal.requests("PUT") == []


def test_no_file(env: Env, tmp_path: Path) -> None:
    program = EXAMPLES / "sync_users.py"
    done = run(program, "--app", "demo-x", "none.csv", env=env, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("sync_users: none.csv: ")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        # Nobody listens on port 9 of this machine.
        ({"TALKJS_EMULATOR_HOST": "127.0.0.1:9"}, "no connection within 1 s"),
        ({"TALKJS_EMULATOR_HOST": ""}, "pass host= or set TALKJS_EMULATOR_HOST"),
        ({"TALKJS_TOKEN": "x.y.z"}, "401"),
    ],
)
def test_no_service(env: Env, tmp_path: Path, wrong: dict[str, str], says: str) -> None:
    rows = "".join(f"u{number},User {number}\n" for number in range(100))
    done = sync(f"id,name\n{rows}", {**env, **wrong, "SECONDS": "1"}, tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    *_, last = done.stderr.splitlines()
    assert last.startswith("sync_users: ")
    assert says in last
    assert "Traceback" not in done.stderr


def test_the_file_that_is_shipped(
    talkjs_emulator: Emulator, env: Env, tmp_path: Path
) -> None:
    text = (EXAMPLES / "users.csv").read_text(encoding="utf-8")
    done = sync("\ufeff" + text, env, tmp_path)
    assert (done.returncode, done.stdout) == (0, "3 in step, 0 failed\n")
