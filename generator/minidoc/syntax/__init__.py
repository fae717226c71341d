"""Stage 2: page text into syntax nodes that keep their span; nothing is interpreted."""
