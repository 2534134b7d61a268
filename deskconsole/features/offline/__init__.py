"""The offline sheet: where it is put at each change of shift, and what came of it."""
