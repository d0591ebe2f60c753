"""The forms that articles come in: one module for each, and which file has which."""
