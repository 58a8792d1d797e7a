"""Archives: what is inside them comes out as members, read where it lies, never written anywhere."""
