"""The parts of bench.py: servers and clients, the rows, and what is told of them."""
