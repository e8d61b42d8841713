"""The clinic, tested."""
