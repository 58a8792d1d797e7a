"""Which names of a collection are one entity: by rules, and before all by what people judged."""
