"""What a rule of the house says to somebody who wants to save something."""


class Unfit(ValueError):
    """Something cannot be saved as it is: which field is at fault, and what to do, in words for whoever typed it."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field
        self.words = words
