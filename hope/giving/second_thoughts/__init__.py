"""Second thoughts: for half an hour after a gift arrived, whoever gave it can put right what was wrong with it.

`window`       how long that is, the link that opens it, and what other features offer there
`naming`       the gift is named otherwise in public
`taking_back`  the whole gift goes back, once; a standing gift that has only begun ends with it
`letters`      afterwards, and for everything else: a letter to the team, kept until somebody has answered it
`views`        `/give/second-thoughts/<token>`, opened by the link on the thank-you page and in the receipt
"""
