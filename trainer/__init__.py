"""Trains, measures and exports the models that MURA Desktop runs. Needs TensorFlow."""
