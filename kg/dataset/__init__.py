"""The dataset that an export makes: its documents, and the sidecar files that describe it.

record_outcome     what became of each record
totals             the totals of an export so far
shards             the documents
sidecars           rejects, manifest and drops, written as the records pass
statistics         counts over graphs
bounded_counter    counts of messages, in bounded memory
manifest           the digests of the graphs
number_index       a set of trials' numbers, in little memory
previous_export    an earlier export to compare with
report             the report as JSON
publication        what its publisher says of the dataset
description        the description as VoID, DCAT and PROV
describe           writes the last two
file_names         the names of all these files
"""
