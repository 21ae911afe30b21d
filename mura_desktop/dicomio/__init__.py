"""Studies from the network, and results back to it; knows no store and no window."""
