"""Bytes to pixels: DICOM and raster files, display range, and the model's input."""
