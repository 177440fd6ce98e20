"""Measures how long an author waits, here and with the peers: ``python -m tests.benchmarks``."""
