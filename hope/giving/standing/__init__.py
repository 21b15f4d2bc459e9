"""The pages of one standing gift, behind two doors.

`door`      how somebody came to it: by the signed link of a mail, or signed in; and what they may do there
`pages`     what can be seen and done, the same behind both doors
`by_link`   `/give/recurring/<token>`: this one gift, its card, a rest, an end; nothing about the person
`own`       `/account/recurring/<reference>`: all of that, and another amount
"""
