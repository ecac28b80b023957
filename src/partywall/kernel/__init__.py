"""Words that every other package is written in: unknown, truth, evidence, verdict, place, sets.

The kernel imports nothing of ours.
"""
