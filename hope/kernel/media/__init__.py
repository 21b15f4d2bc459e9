"""Pictures, from what somebody uploads to what a page shows.

`checking` looks at the bytes and refuses what is no picture or too much of one; `imaging` makes a clean picture of
them, without a word about where and when it was taken, in the sizes of `sizes`; `keeping` chooses where its files
lie (`folder` or `s3`, behind `store`); `pictures` keeps a row for each, and lets the worker make the larger sizes;
`uses` knows which features show it; `views` serves the files, and `forms` has the field that chooses one.
"""
