"""From addresses to pages that are fit to be stored: asked for, bounded, checked.

Comes in: which pages there are, and where they come from. Goes out: what each would be
now. Nothing is written or printed here. Importing this loads httpx2, so that a command
line that does not fetch must not.
"""

from minidoc.fetch.project import Project, read_project
from minidoc.fetch.refresh import (
    Known,
    Outcome,
    Refreshed,
    Status,
    names_itself,
    refresh,
)
from minidoc.fetch.settings import Settings
from minidoc.fetch.sources import Source, Stored, folder_of, select, sources
from minidoc.fetch.validators import parse_remembered, remembered_text

__all__ = [
    "Known",
    "Outcome",
    "Project",
    "Refreshed",
    "Settings",
    "Source",
    "Status",
    "Stored",
    "folder_of",
    "names_itself",
    "parse_remembered",
    "read_project",
    "refresh",
    "remembered_text",
    "select",
    "sources",
]
