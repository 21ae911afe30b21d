"""An archive that outgrows one machine: scored by many workers, through Dask distributed."""
