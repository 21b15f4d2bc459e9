"""The partners that the site puts in the light, with facts that name their source."""
