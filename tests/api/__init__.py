"""Tests of the functions for programs."""
