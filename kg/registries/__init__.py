"""The registries of trials, and the numbers that they give: a registry and an id.

`table` has a row for each registry, also for those whose records kg does not read, as records of
others mention their numbers. `numbers` recognises a number, `trial_iris` has the IRIs of its trial.
"""
