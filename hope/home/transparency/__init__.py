"""`/transparency`: what came in, what it cost, what went back, what was passed on and what waits.

`reading`  the sums, from rows that are kept in the transaction of each entry in the books
`views`    the page and its table as a file
"""
