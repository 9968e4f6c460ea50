"""The graph of a record as rows: tables for analysts, nodes and edges for other graph databases.

formats          the table of these formats
files            their files while they are written
values           terms as values
parquet          Parquet, written as rows come
packages         what the extra `kg-trials[tables]` has
delimited        CSV
sorted_lines     what several records may say, sorted in bounded memory
tables/          a row a thing: trials, sites, sponsors, outcomes, results ...
property_graph/  nodes by label and edges by type
kgx/             nodes and edges in the terms of Biolink
"""
