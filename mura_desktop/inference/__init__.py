"""The model: its card, the check of its weights, and the engines that run it."""
