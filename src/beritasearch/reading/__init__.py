"""A file becomes articles: its form, its encoding, the page around the text, the fields in it."""
