"""The tables of people: who they are, where they are signed in, and how they prove that it is them."""

from hope.accounts.models.factor import Passkey, PasskeyChallenge, RecoveryCode, TotpKey, WrongCodes
from hope.accounts.models.sign_in import LinkPurpose, SignIn, SignInLink
from hope.accounts.models.supporter import Supporter, SupporterAddress
from hope.accounts.models.word import SupporterWord

__all__ = [
    "LinkPurpose",
    "Passkey",
    "PasskeyChallenge",
    "RecoveryCode",
    "SignIn",
    "SignInLink",
    "Supporter",
    "SupporterAddress",
    "SupporterWord",
    "TotpKey",
    "WrongCodes",
]
