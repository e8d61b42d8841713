"""Ringfence (护联): audit a lender's app, keep evidence, respond, recover. See docs/architecture.md for the house."""

__version__ = "0.1.0"
