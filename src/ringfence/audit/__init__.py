"""Inspects: what a lender's app can take and where its code can send it. Nothing here runs an app's code or asks the network."""

__all__: list[str] = []
