"""The pages of stories, their feeds and share pictures, the search, and what partners are asked."""
