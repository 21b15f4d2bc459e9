"""Somebody adds to what others give: so much for each gift, within some days, up to a sum.

`models`   the promise, and the payments that kept it
`counting` what was matched so far, each minute and when money is confirmed; never past the cap
`keeping`  staff confirm what the sponsor paid: an entry of its own in the books
`tasks`    the worker's round
"""
