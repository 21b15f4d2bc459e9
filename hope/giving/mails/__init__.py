"""The words that go out about gifts. Each composer looks up what the three files of its mail need.

`receipts`   a gift arrived, or part of it went back
`payments`   a bank debit is on its way, or did not come
`recurring`  a standing gift failed, waits for a bank, changed, or has a new card
`grants`     a gift was passed on to a partner
`letters`    what a giver wrote to the team
`statements` what was given in a year is ready to be fetched
`words`      what they share: who we are, how we greet, links that work in a mail
"""

from hope.giving.mails import grants, letters, payments, receipts, recurring, statements

__all__ = ["grants", "letters", "payments", "receipts", "recurring", "statements"]
