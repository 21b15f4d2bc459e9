"""Test cards for the help panel, and the countries of the form."""

TEST_CARDS = (
    (
        "Succeeds",
        (
            ("4242 4242 4242 4242", "Visa"),
            ("5555 5555 5555 4444", "Mastercard"),
            ("3782 822463 10005", "Amex"),
        ),
    ),
    (
        "Is declined",
        (
            ("4000 0000 0000 0002", "declined"),
            ("4000 0000 0000 9995", "insufficient funds"),
            ("4000 0000 0000 9987", "lost"),
            ("4000 0000 0000 9979", "stolen"),
            ("4000 0000 0000 0069", "expired"),
            ("4000 0000 0000 0127", "wrong CVC"),
            ("4000 0000 0000 0119", "processing error"),
            ("4100 0000 0000 0019", "blocked as fraud"),
            ("4000 0000 0000 4954", "highest risk"),
        ),
    ),
    (
        "Asks the bank first (3-D Secure)",
        (
            ("4000 0025 0000 3155", "first time only"),
            ("4000 0027 6000 3184", "every time"),
            ("4000 0082 6000 3178", "then insufficient funds"),
            ("4000 0084 0000 1629", "then declined"),
        ),
    ),
    (
        "Goes wrong later",
        (
            ("4000 0000 0000 0341", "renewals fail"),
            ("4000 0000 0000 0259", "disputed as fraud"),
            ("4000 0000 0000 2685", "disputed: not received"),
            ("4000 0000 0000 1976", "inquiry"),
            ("4000 0000 0000 5423", "fraud warning"),
            ("4000 0000 0000 7726", "refund is slow"),
            ("4000 0000 0000 5126", "refund fails later"),
        ),
    ),
)
COUNTRIES = (
    ("US", "United States"), ("AU", "Australia"), ("AT", "Austria"), ("BE", "Belgium"), ("CA", "Canada"),
    ("FR", "France"), ("DE", "Germany"), ("IN", "India"), ("IE", "Ireland"), ("JP", "Japan"), ("KE", "Kenya"),
    ("MX", "Mexico"), ("NL", "Netherlands"), ("NZ", "New Zealand"), ("NO", "Norway"), ("ZA", "South Africa"),
    ("ES", "Spain"), ("SE", "Sweden"), ("CH", "Switzerland"), ("GB", "United Kingdom"),
)  # fmt: skip
