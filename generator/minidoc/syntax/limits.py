"""What a page may not exceed. Far above any real page; below what harms the generator."""

MAX_TYPE_DEPTH = 32
MAX_MARKUP_DEPTH = 32
# CPython itself takes any number; 255 was its limit once and is past all reason.
MAX_PARAMETERS = 255
MAX_MEMBERS = 10_000
MAX_NAME_LENGTH = 255
