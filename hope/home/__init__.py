"""The front page, partners with what is raised for them, and the pages that say who we are."""
