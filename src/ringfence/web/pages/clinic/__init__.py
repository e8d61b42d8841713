"""The pages that only a clinic's server has: signing in, accounts, who has which case, the log, handing in, the board."""
