"""A live documentation server: a save is on the page within a few tens of milliseconds."""

__version__ = "0.1.0"
