"""A quarter, half, three quarters and all of a goal: the days on which a campaign came so far.

`models`   the days; `reaching` finds them among the gifts, once; `tasks` the worker's round
"""
