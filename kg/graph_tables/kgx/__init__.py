"""Nodes and edges in the terms of Biolink, for KGX and what reads its files.

terms     Biolink's categories and values, and which statements become edges
ids       IRIs as CURIEs
concepts  which id of a concept is preferred
rows      graph -> nodes and edges
merging   what several records say of one node, or state as one edge
files     PATH_nodes and PATH_edges, as JSON lines or TSV
"""
