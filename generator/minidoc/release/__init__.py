"""Releasing: from the API model of the last release to the next version.

In: models and texts. Out: the next version, what the changelog says of it, the names
that are kept. Pure: nothing is read, written or printed, and no clock is asked.
"""
