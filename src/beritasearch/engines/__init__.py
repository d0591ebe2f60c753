"""The search engines behind the port; each module alone imports its library."""
