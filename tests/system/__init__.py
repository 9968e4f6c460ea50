"""Tests of kg.system."""
