"""Example content that makes a fresh site look alive: real organisations with sourced facts, invented campaigns.

`content`  reads the words, which are TOML and Markdown in content/
`load`     puts organisations and campaigns into the database
`past`     thinks up some eighteen months of gifts, always the same ones
`history`  records them through the same code as real gifts
`cli`      `flask demo load`, which refuses to touch a database with real gifts
"""
