"""An archive that outgrows one machine: scored by many workers, through Dask distributed."""

NO_DASK = (
    "Dask is not here. On servers, install the program with Python and its extra “server”; the "
    "package for workstations does not carry it."
)


def no_answer(scheduler: str) -> str:
    """Return what to say where nothing answers at a scheduler's address."""
    return (
        f"The scheduler {scheduler} does not answer. Start it with “dask scheduler”, and check "
        "address and network."
    )
