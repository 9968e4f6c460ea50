"""RDF: terms as N-Triples text, the vocabulary, identity, and the graph of one record."""
