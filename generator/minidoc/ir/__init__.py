"""Stage 3: the nodes of all pages become one API model, the overlay applied."""
