"""Settings: a fresh clone needs none, production refuses to start without its own."""

from importlib.util import find_spec

import pytest

from config import ConfigError, load

PRODUCTION = {
    "HOPE_ENV": "production",
    "SECRET_KEY": "k" * 40,
    "STRIPE_SECRET_KEY": "rk_live_example",
    "STRIPE_WEBHOOK_SECRET": "whsec_example",
    "SITE_URL": "https://hope.example.org/",
    "MAIL_URL": "smtp://user:secret@mail.example.org:587",
    "MAIL_FROM": "Hope <hello@example.org>",
    "CHARITY_NAME": "Example Charity",
    "CHARITY_ADDRESS": "1 Example Street",
}


def problems(**changes: str) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        load({**PRODUCTION, **changes})
    return str(refused.value).splitlines()


def test_a_fresh_clone_starts_with_no_setting_at_all() -> None:
    settings = load({})
    assert settings.environment == "development"
    assert settings.stripe_api_base == "http://127.0.0.1:8421"
    assert settings.card_fee_basis_points == 290
    assert settings.card_fee_fixed == 30


def test_production_starts_with_all_of_them() -> None:
    settings = load(PRODUCTION)
    assert settings.live
    assert settings.guarded
    assert settings.stripe_api_base == ""
    assert settings.site_url == "https://hope.example.org"


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "HOPE_ENV"])
def test_production_refuses_to_start_without(name: str) -> None:
    lines = problems(**{name: ""})
    assert len(lines) == 1
    assert lines[0].startswith(f"{name}: ")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"STRIPE_SECRET_KEY": "sk_test_x"}, "STRIPE_SECRET_KEY"),
        ({"STRIPE_API_BASE": "http://127.0.0.1:8421"}, "STRIPE_API_BASE"),
        ({"SITE_URL": "http://hope.example.org"}, "SITE_URL"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"PORT": "eighty"}, "PORT"),
        ({"PORT": "70000"}, "PORT"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"HOPE_ENV": "prod"}, "HOPE_ENV"),
        ({"CHARITY_TIME_ZONE": "Mars/Olympus"}, "CHARITY_TIME_ZONE"),
        ({"CARD_FEE_PERCENT": "lots"}, "CARD_FEE_PERCENT"),
        ({"MAIL_URL": "ftp://x"}, "MAIL_URL"),
        ({"MEDIA_URL": "https://bucket"}, "MEDIA_URL"),
        ({"MEDIA_URL": "s3://"}, "MEDIA_URL"),
        ({"MEDIA_URL": "s3://Not a bucket"}, "MEDIA_URL"),
    ],
)
def test_names_the_wrong_value(changes: dict[str, str], named: str) -> None:
    assert any(line.startswith(f"{named}: ") for line in problems(**changes))


def test_names_every_wrong_value_at_once() -> None:
    assert {line.split(":")[0] for line in problems(PORT="x", SECRET_KEY="", MAIL_URL="")} == {
        "PORT",
        "SECRET_KEY",
        "MAIL_URL",
    }


def test_a_live_key_is_refused_outside_production() -> None:
    with pytest.raises(ConfigError, match="STRIPE_SECRET_KEY"):
        load({"STRIPE_SECRET_KEY": "sk_live_example", "STRIPE_API_BASE": ""})


def test_a_long_wrong_value_is_not_repeated_whole() -> None:
    secret = "postgressql://user:password-of-the-database@host/db"
    assert "password" not in "\n".join(problems(DATABASE_URL=secret))


def test_postgresql_is_reached_through_psycopg() -> None:
    assert load({"DATABASE_URL": "postgresql://u@h/db"}).database_url == "postgresql+psycopg://u@h/db"


@pytest.mark.skipif(find_spec("boto3") is not None, reason="boto3 is installed")
def test_pictures_in_a_bucket_need_one_more_part() -> None:
    assert problems(MEDIA_URL="s3://pictures/hope") == [
        "MEDIA_URL: s3:// needs boto3; pip install -r requirements-s3.txt"
    ]


def test_pictures_lie_in_the_instance_folder() -> None:
    assert load({"INSTANCE_PATH": "/var/lib/hope"}).media_url == "/var/lib/hope/media"
