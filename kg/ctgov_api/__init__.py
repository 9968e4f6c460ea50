"""The API of ClinicalTrials.gov, and the records fetched from it on disk.

https://clinicaltrials.gov/data-api/api
"""
