"""Readers of the EU Clinical Trials Register: the full text, and the page of a country record.

A trial has a record for each country in which it was applied for, and one for all countries outside
the EEA. `lines` and `page` read a record as labels (`labels`) with values, `country_record` groups
them, and `record` joins the country records of a trial: `agreement` says how, and a module each
reads a part of the application form.
"""
