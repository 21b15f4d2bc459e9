"""People who asked to hear how a campaign goes on, and the letters that tell them.

`models`   who reads along with which campaign
`asking`   a mail asks, its button makes a reader; until then nothing is kept of whoever typed an address
`telling`  news that were published go once to readers, and to givers who asked for news
`keeping`  what is kept of readers, how they stop, and who they become when two people are one
`mails`    the words; `tasks` the worker's round; `views` the pages
"""
