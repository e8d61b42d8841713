"""The list of cases this door knows: where each lies, its public key, who may see it. Nothing of what is in a case."""
