"""What `make demo` runs: the package from the pages, an emulator, both quickstarts.

It stops by itself and takes the emulator with it, also when a step fails or is
interrupted. Exit code: 0, 1 when a step failed, 130 after Ctrl-C.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
MINIDOC = (sys.executable, "-m", "minidoc")
QUICKSTARTS = ("quickstart.py", "quickstart_sync.py")
PATIENCE = 60.0


class StepFailedError(Exception):
    """A step did not do what it should; the message says which."""


def main() -> int:
    """Run the demo; return its exit code."""
    signal.signal(signal.SIGTERM, leave)
    try:
        run_all()
    except StepFailedError as error:
        print(f"The demo stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return 0


def leave(*_: object) -> NoReturn:
    """End on SIGTERM as on an error; without this, the emulator would go on."""
    sys.exit(128 + signal.SIGTERM)


def run_all() -> None:
    """Print each step before it is done, and what came of it."""
    say("Generating the package from the pages in spec/")
    say(*generate(), indent=2)
    say("", "Starting the emulator: minidoc serve --port 0")
    with emulator() as host:
        say(f"listening on {host}", indent=2)
        for name in QUICKSTARTS:
            say("", f"Running examples/{name}: Alice watches Bob")
            quickstart(name, host)
    say("", "The emulator has ended. Next:")
    say("examples/README.md         more programs, and how to run them", indent=2)
    say("generated/talkjs/users.py  what they call, or as help:", indent=2)
    say(f"{python()} -m pydoc talkjs.UserRef", indent=29)


def generate() -> list[str]:
    """Write the package; return what there is to say about it."""
    done = subprocess.run(
        [*MINIDOC, "generate", "--format", "json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        # Once more, for people: it prints each mistake with its line.
        subprocess.run([*MINIDOC, "generate"], cwd=ROOT, check=False)
        raise StepFailedError("the package could not be generated")
    made = json.loads(done.stdout)
    lines = [
        f"{len(made['written'])} files written, {len(made['unchanged'])} unchanged"
    ]
    codes = Counter(each["code"] for each in made["diagnostics"])
    if codes:
        kinds = ", ".join(f"{count} {code}" for code, count in sorted(codes.items()))
        lines.append(f"warnings: {kinds}; see them with `make check`")
    return lines


@contextmanager
def emulator() -> Generator[str]:
    """Start `minidoc serve`; give its host and port; end it."""
    process = subprocess.Popen(
        [*MINIDOC, "serve", "--port", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield read_host(process)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def read_host(process: subprocess.Popen[str]) -> str:
    """Return where the emulator listens, as its first line says."""
    assert process.stdout is not None
    alarm = Timer(PATIENCE, process.kill)
    alarm.start()
    try:
        line = process.stdout.readline()
    finally:
        alarm.cancel()
    if not line.startswith("listening on "):
        raise StepFailedError("the emulator did not start")
    return line.removeprefix("listening on ").strip()


def quickstart(name: str, host: str) -> None:
    """Run one of the examples; what it prints goes where our own lines go."""
    try:
        subprocess.run(
            [sys.executable, str(ROOT / "examples" / name)],
            env=os.environ | {"TALKJS_EMULATOR_HOST": host},
            timeout=PATIENCE,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise StepFailedError(f"examples/{name} failed") from error


def say(*lines: str, indent: int = 0) -> None:
    """Print at once: the steps are processes of their own, and print as well."""
    for line in lines:
        print(f"{' ' * indent}{line}".rstrip(), flush=True)


def python() -> str:
    """Return this interpreter as somebody in the checkout would call it."""
    here = Path(sys.executable)
    return str(here.relative_to(ROOT) if here.is_relative_to(ROOT) else here)


if __name__ == "__main__":
    sys.exit(main())
