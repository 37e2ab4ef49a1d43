"""The steps of lab.py: find the tools, build the jar, make the environment, run notebooks."""
