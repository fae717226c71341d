"""pytest plugin: the emulator as a fixture. Loaded by every pytest, so it loads nothing."""
