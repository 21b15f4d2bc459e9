"""Finding things by their words: SQLite's FTS5 or PostgreSQL's full text, behind one small interface.

`models`    what can be found: kind, title, address, and from when until when
`engines`   how each database keeps and finds words
`index`     a feature says with `indexed` what of its rows can be found; whatever changes a row changes the index
            in the same transaction
`finding`   what somebody typed, and what was found
"""
