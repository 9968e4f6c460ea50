"""One trial in several registries: which records of a dataset are of the same trial.

`stated` has what a record says about its trial's numbers, `rule` decides which records are of one
trial, `link_graph` makes a named graph for each of these trials. All are pure: the same records
give the same links, in whatever order they come.
"""
