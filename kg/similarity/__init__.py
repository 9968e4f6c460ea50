"""Similar trials: which trials study the same, by what their records say, and why.

Two trials are similar if their texts share words that few other trials use. The score is the
similarity of the texts, the confidence the probability that a reader would call the two related;
only links above a confidence are stated. docs/similarity.md has the method and its measurements.
"""
