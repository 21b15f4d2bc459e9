"""How Hope is installed, started and tested; `make help` lists it."""
