"""Tables for analysts, a row a thing.

definitions, columns.tsv    the tables and their columns, as data
rows                        graph -> rows
folder                      rows -> Parquet files
"""
