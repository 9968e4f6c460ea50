"""The dataset that an export makes: its documents, and what stands beside them to account for it.

outcomes      what became of each record      account       what an export has done so far
shards        the documents                   ledger        rejects and manifest, as they come
statistics    counts over graphs, of          tally         things said in any number of ways
manifest      digests of graphs               earlier       an export to be compared with
report        the account as JSON             description   the dataset as VoID, DCAT and PROV
files         how all of them are called      describing    the last two, made at the end
seen          ids that were met before, in an nct_index
"""
