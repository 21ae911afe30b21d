"""One file a step; never changed once a version of the program was released with it."""
