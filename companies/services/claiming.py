"""Placeholder until the real service arrives."""
