"""What a run found, in the forms that other programs and people read."""
