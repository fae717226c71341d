"""PEP 702's `deprecated`: type checkers report the use, and so does a warning.

`warnings.deprecated` exists from Python 3.13 on; here is a small one for before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["deprecated"]

if TYPE_CHECKING:
    from typing_extensions import deprecated
else:
    import sys
    import warnings

    if sys.version_info >= (3, 13):
        from warnings import deprecated
    else:
        from functools import wraps
        from inspect import iscoroutinefunction

        class deprecated:  # noqa: N801 - PEP 702 names it
            """Mark a function or a class as deprecated, for the reason given."""

            def __init__(
                self, message, /, *, category=DeprecationWarning, stacklevel=1
            ):
                self.message = message
                self.category = category
                self.stacklevel = stacklevel

            def __call__(self, arg, /):
                """Return `arg`, or a wrapper of it, that warns when it is called."""
                if isinstance(arg, type):
                    only_own = arg.__init__
                    arg.__init__ = self._wrap(only_own, of=arg)
                    arg.__deprecated__ = self.message
                    return arg
                wrapper = self._wrap(arg)
                arg.__deprecated__ = wrapper.__deprecated__ = self.message
                return wrapper

            def _wrap(self, function, of=None):
                @wraps(function)
                def wrapper(*args, **named):
                    if of is None or type(args[0]) is of:
                        self._warn()
                    return function(*args, **named)

                @wraps(function)
                async def async_wrapper(*args, **named):
                    self._warn()
                    return await function(*args, **named)

                return async_wrapper if iscoroutinefunction(function) else wrapper

            def _warn(self):
                if self.category is not None:
                    warnings.warn(self.message, self.category, self.stacklevel + 2)
