"""People: donors, prayer partners and staff are all supporters, known by an address that may be unproved."""
