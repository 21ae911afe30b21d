"""Speed and memory, measured on demand: ``python -m benchmarks [--quick] [--json FILE]``."""
