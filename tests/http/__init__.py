"""Tests of kg.http."""
