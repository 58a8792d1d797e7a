"""A linear classifier of candidate spans: its features, its weights, and how they are learnt.

Terms: a *sighting* is a candidate with what the rules say of it; a *feature* is a string that is true of a sighting
("the word before is in"); a *label* is an entity type, or None for a span that names nothing; a *score* is one number a
label, the sum of the weights of the true features. The weights were learnt by `train.py` from the texts that NOTICE
credits, and are plain JSON.
"""
