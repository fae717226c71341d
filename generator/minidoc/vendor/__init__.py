"""The package in somebody else's repository: put there, updated, compared."""

from minidoc.vendor.contents import Contents, contents_of
from minidoc.vendor.origin import CARRIED, Origin, carried, made
from minidoc.vendor.place import place_of, recorded_name
from minidoc.vendor.settings import host_of, settings_text
from minidoc.vendor.update import ChangedByHandError, check, put, readable

__all__ = [
    "CARRIED",
    "ChangedByHandError",
    "Contents",
    "Origin",
    "carried",
    "check",
    "contents_of",
    "host_of",
    "made",
    "place_of",
    "put",
    "readable",
    "recorded_name",
    "settings_text",
]
