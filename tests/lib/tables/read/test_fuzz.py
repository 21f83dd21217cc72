"""Broken files of every kind raise nothing but the declared errors."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.tables import fuzz


@settings(
    max_examples=2000,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(st.randoms(use_true_random=False))
def test_broken_file_raises_only_declared_errors(random):
    fuzz.outcome(fuzz.mutated(random.randrange))


def test_seeds_are_valid():
    assert {fuzz.outcome(data) for data in fuzz.seeds()} == {"read"}
