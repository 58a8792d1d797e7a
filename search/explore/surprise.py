"""How much two things that are named in documents have to do with each other, beyond what their numbers would give.

The measure is the log-likelihood ratio G² (T. Dunning, "Accurate Methods for the Statistics of Surprise and
Coincidence", Computational Linguistics 19(1), 1993) over the four counts of documents that name both, either or none.
Unlike pointwise mutual information it does not take one meeting of two rare names for more than it is.
"""

from math import log


def surprise(both: int, one: int, other: int, total: int) -> float:
    """G² for `both` documents out of `one` and `other` that name each, among `total`; below 0 when they meet less often
    than by chance, 0 when one of them is in every document.
    """
    counts = ((both, one - both), (other - both, total - one - other + both))
    rows, columns = (one, total - one), (other, total - other)
    g2 = 2 * sum(
        count * log(count * total / (rows[i] * columns[j]))
        for i, pair in enumerate(counts)
        for j, count in enumerate(pair)
        if count > 0
    )
    return g2 if both * total >= one * other else -g2
