"""The other generators: the same API as their input, and what they make of it."""
