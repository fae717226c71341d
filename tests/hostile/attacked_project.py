"""A project of two pages and an overlay with a slot at every place that takes a text.

Comes in: slot -> text, for any of the slots. Goes out: pages and overlay as they would
be stored, the other slots filled with harmless words. What the generator makes of it is
not known here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template

MARK = "zq"
"""Is part of each harmless name and of no name of a template."""

DOCS = (
    "throws", "prose", "second_prose", "class_doc", "method_doc", "method_second",
    "param_doc", "named_doc", "return_doc", "throws_doc", "deprecated_doc", "see_doc",
    "example_doc", "other_doc", "field_doc", "data_doc", "data_field_doc", "enum_doc",
    "constant_doc", "function_doc", "function_param_doc", "default_doc", "heading",
    "link_text", "code_doc", "table_doc", "fence_doc", "item_doc",
)  # fmt: skip
LINKS = ("url", "link_target", "second_url")
TITLES = ("title", "second_title")
CLASS_NAMES = {
    "handle": "ZqhandleRef",
    "data": "Zqdata",
    "enum": "Zqenum",
    "undeclared": "Zqnowhere",
    "second": "Zqsecond",
}
NAMES = {
    "method": "zqmethod",
    "param": "zqparam",
    "named": "zqnamed",
    "field": "zqfield",
    "data_field": "zqdatafield",
    "constant": "zqconstant",
    "function": "zqfunction",
    "function_param": "zqargument",
    "second_field": "zqsecondfield",
}
FILES = {"file": "Zqfirst.md", "second_file": "Zqsecond.md"}
OVERLAY_TEXTS = (
    "reason", "path", "wire", "default", "type_doc", "enum_wire", "overlay_enum_doc",
    "overlay_constant_doc", "add_doc", "topic_query", "absent",
)  # fmt: skip
OVERLAY_NAMES = {
    "overlay_enum": "ZqoverlayEnum",
    "overlay_constant": "zqoverlayconstant",
    "added": "zqadded",
    "topic": "zqtopic",
    "alias": "zqoldname",
}
RAW_OVERLAY = ("raw_overlay",)
SETTINGS = (
    "distribution_name",
    "distribution_version",
    "distribution_description",
    "distribution_folder",
)

_FIRST = Template("""---
url: $url
title: '$title'
minidoc-source: dart
---

$prose

### $heading

Before [$link_text]($link_target) after.

## $handle
/** $class_doc */
class $handle {
/** $field_doc */
final String $field;

/** $method_doc
- $item_doc
`$code_doc`
| a | $table_doc |
| --- | --- |
$method_second
Default = $default_doc
@param $param $param_doc
@param $named $named_doc
@return $return_doc
@throws $throws $throws_doc
@see $see_doc
@example $example_doc
@zqother $other_doc
@deprecated $deprecated_doc
*/
Future<void>$method($enum $param, {$undeclared? $named})

Future<$data?>zqread()
}

## $data
/** $data_doc */
class $data {
/** $data_field_doc */
final String $data_field;

final List<$enum> zqlist;

final $second? zqother;

final $overlay_enum zqlisted;

$data(Map<String, dynamic>json)

Map<String, dynamic>toJson()
}

## $enum
/** $enum_doc */
enum $enum {
/** $constant_doc */
$constant,
zqlast
}

## $function
/** $function_doc
```
$fence_doc
```
@param $function_param $function_param_doc */
$handle $function(String $function_param)
""")
_SECOND = Template("""---
url: $second_url
title: '$second_title'
minidoc-source: dart
---

$second_prose

## $second
/** Holds one value */
class $second {
final int $second_field;

$second(Map<String, dynamic>json)

Map<String, dynamic>toJson()
}
""")
_OVERLAY = Template("""
[[topic]]
page = $file
name = $topic
reason = $reason
path = $path
query = { zq = $topic_query }
snapshot = $data
absent = [$absent]

[[bind]]
page = $file
target = $target_read
reason = $reason
read = { topic = $topic }

[[bind]]
page = $file
target = $target_method
reason = $reason
write = { method = "PUT", path = $path }

[[correct]]
page = $file
target = $target_constant
reason = $reason
wire = $wire

[[add]]
page = $file
target = $target_method
reason = $reason
parameter = { name = $added, type = "String", default = $default, doc = $add_doc }

[[enum]]
page = $file
reason = $reason
name = $overlay_enum
doc = $overlay_enum_doc
constants = [
    { name = $overlay_constant, wire = $enum_wire, doc = $overlay_constant_doc },
]

[[type]]
page = $file
reason = $reason
name = $undeclared
doc = $type_doc

[[alias]]
page = $file
target = $target_method
name = $alias
reason = $reason
until = "9.0"
""")


@dataclass(frozen=True, slots=True)
class Project:
    """What a run is given.

    Attributes:
        pages: File name -> stored bytes.
        overlay: Text of the overlay, None for none.
        settings: What the distribution is told.
    """

    pages: Mapping[str, bytes]
    overlay: str | None
    settings: Mapping[str, str]


def project_of(slots: Mapping[str, str]) -> Project:
    """Fill the slots; with anything in `no_overlay` there is no overlay."""
    filled = {**harmless(), **slots}
    pages = {
        filled["file"]: _stored(_FIRST.substitute(filled)),
        filled["second_file"]: _stored(_SECOND.substitute(filled)),
    }
    settings = {name: filled[name] for name in SETTINGS}
    overlay = None if "no_overlay" in slots else _overlay(filled)
    return Project(pages, overlay, settings)


def harmless() -> dict[str, str]:
    """Return words for every slot that nobody would take for anything else."""
    texts = {name: f"Harmless {name}" for name in (*DOCS, *TITLES, *OVERLAY_TEXTS)}
    links = {name: f"https://example.org/docs/{name}" for name in LINKS}
    settings = {name: f"zq-{name}".replace("_", "-") for name in SETTINGS}
    names = {**CLASS_NAMES, **NAMES, **OVERLAY_NAMES, **FILES}
    own = {"path": "/zq/{zqfield}", "default": "'zq'", "raw_overlay": ""}
    own |= {"distribution_version": "1.2.3"}
    return {**texts, **links, **settings, **names, **own}


def _overlay(filled: Mapping[str, str]) -> str:
    handle = filled["handle"]
    targets = {
        "target_method": f"{handle}.{filled['method']}",
        "target_read": f"{handle}.zqread",
        "target_constant": f"{filled['enum']}.{filled['constant']}",
    }
    quoted = {name: toml(text) for name, text in {**filled, **targets}.items()}
    return _OVERLAY.substitute(quoted) + filled["raw_overlay"]


def toml(text: str) -> str:
    """Quote a text for TOML, as its author would."""
    shown = json.dumps(text, ensure_ascii=False)
    return "".join(
        f"\\u{ord(char):04x}" if char == "\x7f" or "\x80" <= char <= "\x9f" else char
        for char in shown
    )


def _stored(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
