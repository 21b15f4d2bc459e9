"""What giving keeps of a person, for the copy that they may have and for forgetting them.

`reading`     every row about somebody's gifts, in plain values
`stopping`    standing gifts end at Stripe before their giver is forgotten
`forgetting`  the person goes; amounts, days and numbers stay
`customers`  Stripe deletes whom it knows of them, as soon as it answers
`scrubbing`   Stripe's own words of a person, in the events that we keep

A receipt may have to be kept for years: `hope.giving.kept_names` has the name on it meanwhile.
"""
