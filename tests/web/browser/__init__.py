"""The door in a browser, tested."""
