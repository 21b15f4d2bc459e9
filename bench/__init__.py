"""What Hope costs: `make bench` measures it and prints one small table. Figures are for comparing, not for passing."""
