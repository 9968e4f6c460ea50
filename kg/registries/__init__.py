"""The registries of trials, and the numbers that they give: a trial's number is a registry and an
id.

`table` has a row for each registry, also for those whose records kg does not read: their numbers
stand in the records of others. `numbers` recognises a number, and gives the IRIs of its trial.
"""
