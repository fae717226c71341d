"""Shelves for tests: in memory, and what may happen to them between runs."""

from __future__ import annotations

from random import Random


class DictShelf:
    """Keeps texts in memory, and remembers what was asked."""

    is_shared = False

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.found: list[str] = []
        self.written: list[str] = []

    def read(self, name: str) -> str | None:
        text = self.texts.get(name)
        if text is not None:
            self.found.append(name)
        return text

    def write(self, name: str, text: str) -> None:
        self.written.append(name)
        self.texts[name] = text

    def begin(self) -> None:
        """Forget what was asked so far."""
        self.found.clear()
        self.written.clear()

    def damage(self, random: Random) -> None:
        """Cut, change or remove texts, as if nobody looked at their hashes."""
        for name, text in list(self.texts.items()):
            at = random.randrange(len(text) + 1)
            match random.randrange(5):
                case 0:
                    del self.texts[name]
                case 1:
                    self.texts[name] = text[:at]
                case 2:
                    self.texts[name] = random.choice(["", "[]", "{}", "null", "1", "["])
                case 3:
                    self.texts[name] = text.replace(":", ";", 1)
                case _:
                    pass
