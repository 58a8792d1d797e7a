"""Names to entities: what somebody types, however it is spelled, to those who go by such a name."""
