"""The pages of signing in, and the guard that other features put before theirs.

`sign_in`       the letter, the link, the button; the same for everyone, no cookie
`guard`         who is there, and what they may do
`proving`       the second factor, and showing again that it is you
`security`      where you are signed in; `passkey_pages` and `app_pages` what you can sign in with
`profile`       your name and your addresses
`mail_choices`  which mail you want, and the way out of each kind
`own_data`      a copy of all that is known of you, and being forgotten
"""

from hope.accounts.web import (
    app_pages,
    home,
    mail_choices,
    mails,
    own_data,
    passkey_pages,
    profile,
    proving,
    security,
    sign_in,
    tasks,
)
from hope.accounts.web.cli import group as commands

PAGES = [sign_in.bp, home.bp, profile.bp, security.bp, app_pages.bp, passkey_pages.bp, proving.bp]
PAGES += [own_data.bp, mail_choices.bp, mail_choices.stop_bp]
__all__ = ["PAGES", "commands", "mails", "tasks"]
