"""The command line ``gat``."""

from flows.cli.app import main

__all__ = ["main"]
