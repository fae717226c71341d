"""What a page may not exceed: far above any real page, below what does harm."""

MAX_TYPE_DEPTH = 32
MAX_MARKUP_DEPTH = 32
# CPython itself takes any number; 255 was its limit once and is past all reason.
MAX_PARAMETERS = 255
MAX_MEMBERS = 10_000
MAX_NAME_LENGTH = 255
# Nobody reads more errors of one page, and a page with more is none of this dialect.
MAX_ERRORS = 1_000
# More than errors, since each may bring some warnings along.
MAX_FINDINGS = 2_000
MAX_TYPE_LENGTH = 10_000
# Four and fifteen times the largest page of the family. Every part of a page becomes a
# record with its place, so that these two, and not its bytes, bound time and memory.
MAX_LINES = 8_000
MAX_MARKS = 30_000
MARKS = "[`({<,;"
