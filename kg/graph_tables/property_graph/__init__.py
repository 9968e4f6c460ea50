"""Nodes by label and edges by type, for graph databases that know no RDF.

names                 labels of nodes, types of edges
columns, columns.tsv  the properties of each label, as data
rows                  graph -> nodes and edges
merging               what several records say of one node
files                 nodes and edges -> files of Parquet or CSV
import_scripts        how Neo4j and Ladybug load them
"""
