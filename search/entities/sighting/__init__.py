"""Names in a text: what may be one (a *candidate*), what it speaks for (a *sighting*), what is decided of them all."""
