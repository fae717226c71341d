"""The other generators: the same API as their input, and what they have to make of it."""
