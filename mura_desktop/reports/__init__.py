"""Reports, exports and figures of what was read. Texts and values only; no Qt, no database."""
