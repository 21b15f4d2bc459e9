"""What can be printed: receipts and statements of a year, as tagged PDF in the look of the house.

`letterhead`  who writes, and on what size of paper
`letters`     which typeface draws which letters
`tags`        the structure that lets a paper be heard as well as seen
`sheet`       a page, and words, lines and tables on it
`law`         the sentences that a tax office asks for; the mails say them too
`receipt`     one receipt
`statement`   the gifts of one year
`bundle`      the statements of everybody, as one archive that is made while it is sent
`views`       the addresses of all this; `forms` asks for number and code
`tasks`       the worker's part in making statements for everybody; `cli` starts it
"""
