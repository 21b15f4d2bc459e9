"""Example content that makes a fresh site look alive: real organisations with sourced facts, invented campaigns.

`content`  reads the words, which are TOML and Markdown in content/
`load`     puts organisations and campaigns into the database
`stories` tells of the organisations
`past`     thinks up some eighteen months of gifts, always the same ones; `beside` those with a card or words
`history`  records them through the same code as real gifts; `settled` tells what they cost, and of payouts
`cards`, `sponsors`, `open_ends`  how far everything has come by today; `letters` writes what was sent
`cli`      `flask demo load`, which refuses to touch a database with real gifts
"""
