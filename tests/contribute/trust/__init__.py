"""What stewards settle beforehand."""
