"""What every export carries along: a verifier for Python, one for browsers, and instructions. Nothing here imports ours."""
