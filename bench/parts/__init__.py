"""The figures of whole processes: which runs each needs, and what it makes of them."""
