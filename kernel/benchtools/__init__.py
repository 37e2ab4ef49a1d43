"""The implementation of bench.py: competitors, rows, measurement and report."""
