"""Past gifts from a file: opened, read as staff say, tried out, written in pieces, and taken back in whole.

`batches`   a file that is kept, and how far it has come
`opening`   the bytes of a file as a table of text, or why they are none
`columns`   which column is what, guessed from its name
`reading`   one line of the table as a past gift, or what is wrong with it
`doubles`   gifts that are there twice: in the file, or in the file and in the books
`trying`    the dry run: every problem by its line, and what the rest comes to
`writing`   piece by piece into the books; a crash between two pieces loses nothing and doubles nothing
`undoing`   the whole batch back out of the books, by entries against it
"""
