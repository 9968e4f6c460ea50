"""ClinicalTrials.gov itself: its API, and what is kept of its answers on disk.

https://clinicaltrials.gov/data-api/api
"""
