"""What a person asks for: the tree of a query, and the syntax that it is typed in."""
