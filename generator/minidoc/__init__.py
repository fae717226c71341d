"""From documentation pages with Dart-style declarations to a typed Python SDK."""

__version__ = "0.1.0"
