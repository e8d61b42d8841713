"""What a clinic has beside cases and people: links for handing in, what waits, which cases share a number."""
