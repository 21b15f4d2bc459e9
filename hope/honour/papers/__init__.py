"""Cards on paper: `folded` lays one out, `art` draws its picture."""
