"""The one place that says what a word is: normalising, folding, tokens, spans, lines and sentences.

Terms: a *span* is a half-open range of code points in a stored text; *folding* maps what people type and what texts
hold to one form; a *token* is a folded word with its span and its position (the count of words before it).
"""
