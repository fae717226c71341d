"""Stage 4: the API model becomes the Python model; after it no decision is left."""
