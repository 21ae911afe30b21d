"""Trains, measures and exports the models that MURA Desktop runs. Needs TensorFlow."""

import os

# TensorFlow reads this once, when it is imported, and leaves oneDNN off on processors without
# AVX-512, where a step of DenseNet169 takes more than half as long again without it.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
