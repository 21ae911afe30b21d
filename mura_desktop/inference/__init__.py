"""The model: its card, the check of its weights, and the engines that run it."""

import os

# For `mura_desktop.inference.keras_engine`: TensorFlow reads this once, when it is imported, and
# leaves oneDNN off on processors without AVX-512, where that costs a third of the speed.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
