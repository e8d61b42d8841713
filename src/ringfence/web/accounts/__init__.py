"""Who works at a clinic: accounts, second factor, sessions, who has which case, the log of accesses. Not used at home.

Django's password hashing, validators and sessions carry it; its own user, group and permission tables are left out: the only
permissions here are the matrix in ``access``.
"""
