"""The pages, one file per noun; each answers in HTML that works without JavaScript."""
