"""The till that never lies about money."""

__version__ = "0.1.0"
