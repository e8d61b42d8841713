"""The command line: click commands, imported only when they are run."""

from ringfence.cli.app import main, run

__all__ = ["main", "run"]
