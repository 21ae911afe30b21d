"""The trainer's commands, one a module; TensorFlow is imported where one needs it."""
