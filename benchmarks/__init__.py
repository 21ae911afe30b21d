"""Speed and memory, measured on demand: ``python -m benchmarks [--quick] [--json FILE]``."""

import trainer  # noqa: F401  # before TensorFlow, which is to be compared at its best: with oneDNN
