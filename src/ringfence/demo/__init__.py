"""Writes a synthetic case."""

from ringfence.demo.demo_case import Contents, DemoCase, NearMiss, Planted
from ringfence.demo.write import write_demo

__all__ = ["Contents", "DemoCase", "NearMiss", "Planted", "write_demo"]
