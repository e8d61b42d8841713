"""Settings of the two ways to run: ``local`` for one person, ``server`` for a clinic; ``base`` is what both share."""
