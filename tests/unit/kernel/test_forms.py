"""What people type: cleaned of what nobody can see, kept otherwise, and drawn with its label, hint and error."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from hope.kernel.forms import (
    AtMost,
    ChoiceField,
    EmailField,
    LongTextField,
    MoneyField,
    Needed,
    PublicForm,
    TextField,
    TickField,
    clean,
    one_line,
)

anything = st.text(st.characters(), max_size=80)


@given(anything)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
    assert one_line(one_line(text)) == one_line(text)


@given(anything)
def test_what_is_clean_can_be_stored_sent_and_shown(text):
    kept = clean(text)
    kept.encode()
    assert "\x00" not in kept
    assert not set(kept) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u200b")


@given(anything)
def test_a_line_is_one_line(text):
    assert one_line(text).splitlines() in ([], [one_line(text)])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, ""),
        ("  a  ", "a"),
        ("a\r\nb\rc", "a\nbc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\U0001f468\u200d\U0001f33e", "\U0001f468\u200d\U0001f33e"),
        ("\u200d\u200c", ""),
        ("half \ud83d pair", "half  pair"),
        ("e\u0301", "é"),
        ("ﬁ ½ ①", "ﬁ ½ ①"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_letters_stay_and_the_unseen_goes(typed, kept):
    assert clean(typed) == kept


class Example(PublicForm):
    name = TextField(
        "Your name", [Needed("Write your name."), AtMost(5, "A name")], description="As on your card"
    )
    email = EmailField("E-mail", [Needed("Write an address.")])
    note = LongTextField("Note")
    amount = MoneyField("Amount")
    pick = ChoiceField("Pick", choices=[("a", "First"), ("b", "Second")], default="a", hints={"b": "Better"})
    tick = TickField("Tick")


@pytest.fixture
def draw(app):
    """A form filled with these words, validated, and its field drawn."""

    def drawn(name, /, **typed):
        with app.test_request_context(method="POST"):
            form = Example(formdata=MultiDict(typed))
            form.validate()
            return BeautifulSoup(str(form[name]()), "html5lib")

    return drawn


def test_a_field_is_drawn_with_its_label_and_its_hint(draw):
    page = draw("name", name="Ada")
    field = page.select_one("input")
    assert page.select_one(f"label[for={field['id']}]").text.strip() == "Your name"
    assert page.select_one(f"#{field['aria-describedby']}").text == "As on your card"
    assert field["value"] == "Ada"
    assert not field.has_attr("aria-invalid")


def test_a_field_with_a_mistake_says_so_to_everybody(draw):
    page = draw("name", name="Bartholomew")
    field = page.select_one("input")
    assert field["aria-invalid"] == "true"
    assert "name-error" in field["aria-describedby"].split()
    assert "5 characters; yours has 11" in page.select_one("#name-error").text


def test_what_was_typed_is_text_wherever_it_stands(draw):
    nasty = '"><script>alert(1)</script>'
    for name in ("name", "email", "amount"):
        assert draw(name, **{name: nasty}).select_one("input")["value"] == nasty
        assert draw(name, **{name: nasty}).select("script") == []
    assert draw("note", note="</textarea><script>").select("script") == []


def test_lines_of_a_note_stay_lines(draw):
    assert draw("note", note="\n\nOne\r\nTwo").select_one("textarea").text.strip("\n") == "One\nTwo"


def test_choices_stand_in_a_group_with_a_name(draw):
    page = draw("pick", pick="b")
    assert page.select_one("fieldset legend").text == "Pick"
    assert [radio["value"] for radio in page.select("input[type=radio]")] == ["a", "b"]
    chosen = page.select_one("input[checked]")
    assert chosen["value"] == "b"
    assert page.select_one(f"#{chosen['aria-describedby']}").text == "Better"


def test_a_choice_that_was_never_offered_is_refused(draw):
    assert "Choose one of these." in draw("pick", pick="c").select_one("#pick-error").text


def test_a_box_is_ticked_only_by_whoever_ticks_it(draw):
    assert draw("tick", tick="y").select_one("input").has_attr("checked")
    assert not draw("tick", name="x").select_one("input").has_attr("checked")


GOOD = {
    "ada@example.org": "ada@example.org",
    " ada@example.org ": "ada@example.org",
    "Ada@EXAMPLE.org": "Ada@example.org",
    "a.b+c@sub.example.co.uk": "a.b+c@sub.example.co.uk",
    "ada@münchen.example.org": "ada@münchen.example.org",
}
BAD = ["ada", "@", "a@", "@b.org", "a@b", "a b@c.org", "a@b..org", "a@-b.org", "a@b.org\n", "a@[1.2.3.4]",
    "a@b.org,c@d.org", '"a b"@c.org', "a@exam ple.org", "a@example.org>"]  # fmt: skip


def test_addresses_are_read_as_they_are_written(app):
    with app.test_request_context(method="POST"):
        for typed, kept in GOOD.items():
            form = Example(formdata=MultiDict({"email": typed}))
            form.validate()
            assert (form.email.errors, form.email.data) == ([], kept)


def test_what_is_no_address_is_refused_and_kept_as_typed(app):
    with app.test_request_context(method="POST"):
        for typed in BAD:
            form = Example(formdata=MultiDict({"email": typed}))
            form.validate()
            if typed != "a@b.org\n":
                assert form.email.errors, typed
            assert form.email.data == one_line(typed)
