"""What money is raised for: campaigns, their named gifts, and the page and form to give through."""
