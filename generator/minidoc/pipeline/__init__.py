"""The stages in order, and nothing else: pages in, API model or files out.

Everything is a pure function of its arguments; what was found comes back as
diagnostics, and `GenerationError` is raised between stages when one is an error.
"""

from minidoc.pipeline.assemble import MODEL, Generated, generate
from minidoc.pipeline.read import (
    Modelled,
    Outline,
    Source,
    check_input,
    model,
    model_to_compare,
    outline,
)
from minidoc.pipeline.renew import Job, renew
from minidoc.pipeline.shelf import NoShelf, Shelf
from minidoc.pipeline.unit import check_bound, forget

__all__ = [
    "MODEL",
    "Generated",
    "Job",
    "Modelled",
    "NoShelf",
    "Outline",
    "Shelf",
    "Source",
    "check_bound",
    "check_input",
    "forget",
    "generate",
    "model",
    "model_to_compare",
    "outline",
    "renew",
]
