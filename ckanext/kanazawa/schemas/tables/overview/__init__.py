"""For stewards: which datasets follow a standard, which have errors, the worst first."""
