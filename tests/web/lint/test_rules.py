"""Every rule of the page lint lets a good page pass, and has been seen to catch a bad one."""

import pytest
from flask import Flask

from tests.support import lint
from tests.support.web import SiteClient

GOOD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Give warmth – Hope</title><link rel="stylesheet" href="/static/site.css"></head>
<body><main><h1>Give warmth</h1><h2>How it works</h2>
<form action="/give" method="post"><label for="name">Your “name”</label><input id="name" name="name">
<fieldset><legend>How often</legend><label><input type="radio" name="often" value="once"> Once</label></fieldset>
<button>Give</button></form><p>None of it isn’t fine.</p>
<a href="https://example.org" target="_blank" rel="noopener">A partner</a>
<img src="/a.webp" alt="" width="1" height="1"><svg aria-hidden="true"></svg><script src="/a.js"></script>
</main></body></html>"""


def seen(old: str, new: str) -> list[str]:
    """What the lint says when this part of the good page is made bad."""
    assert old in GOOD
    return lint.problems(GOOD.replace(old, new, 1))


def test_a_good_page_passes():
    assert lint.problems(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<h2>", '<h2 id="name">', "the id 'name' is used 2 times"),
        ("<h2>", '<h2 aria-describedby="gone">', "names 'gone'"),
        ("<button>", '<label for="gone">Gone</label><button>', "names 'gone'"),
        ('href="https://example.org"', 'href="#gone"', "leads to #gone"),
        (' action="/give"', "", "a form has no action"),
        (' method="post"', "", "a form has no method"),
        ('<label for="name">Your “name”</label>', "", "the field 'name' has no label"),
        ("<legend>How often</legend>", "", "no fieldset with a legend"),
        ("<h1>Give warmth</h1>", "", "has 0 h1"),
        ("</h1>", "</h1><h1>Give warmth</h1>", "has 2 h1"),
        ("<title>Give warmth", "<title>Something else", "does not contain the heading"),
        ("<h2>How it works</h2>", "<h3>How it works</h3>", "(h3) follows a level 1"),
        ("“name”", '"name"', "straight quotes"),
        ("isn’t", "isn't", "straight quotes"),
        ("fine", "{{ fine }}", "the program shows"),
        ("fine", "None", "the program shows"),
        ('alt=""', 'alt="Undefined"', "the program shows"),
        ("fine", "&lt;hope.money.Money object at 0x7f&gt;", "the program shows"),
        ("<script src", "<script>alert(1)</script><script src", "a script stands in the page"),
        ("</head>", "<style>p{}</style></head>", "a style element stands"),
        ("<p>", '<p style="color:red">', "<p> has a style attribute"),
        ("<button>", '<button onclick="x()">', "<button> has a onclick attribute"),
        ('src="/a.js"', 'src="https://cdn.example/a.js"', "<script> loads https://cdn"),
        ('src="/a.webp"', 'src="//cdn.example/a.webp"', "<img> loads //cdn"),
        (
            'src="/a.webp"',
            'src="/a.webp" srcset="/b.webp 1x, https://cdn.example/b.webp 2x"',
            "loads https://cdn",
        ),
        ('href="/static/site.css"', 'href="https://fonts.example/x.css"', "<link> loads https://fonts"),
        (' alt=""', "", "has no alt"),
        (' width="1"', "", "no width and height"),
        ('<svg aria-hidden="true">', "<svg>", "an svg is neither hidden"),
        ("<button>Give</button>", "<button></button>", "a <button> says nothing"),
        (' rel="noopener"', "", "without rel=noopener"),
        (' lang="en"', "", "does not say its language"),
        ('<meta name="viewport" content="width=device-width">', "", "has no viewport"),
        ("width=device-width", "width=device-width, user-scalable=no", "forbids zooming"),
        ("<main>", "<div>", "no single main part"),
        ("<p>", "<p><div>", "the markup is broken in line"),
        (' name="name">', ' name="name" name="again">', "duplicate-attribute"),
    ],
)
def test_a_bad_page_is_caught(old: str, new: str, said: str):
    found = seen(old, new)
    assert any(said in sentence for sentence in found), found


def test_every_rule_was_seen_to_fail():
    cases = test_a_bad_page_is_caught.pytestmark[0].args[1]
    caught = set()
    for old, new, _ in cases:
        page = lint.BeautifulSoup(GOOD.replace(old, new, 1), "html5lib")
        caught |= {rule.__name__ for rule in lint.RULES if list(rule(page))}
    assert caught == {rule.__name__ for rule in lint.RULES}


@pytest.fixture(scope="module")
def bare() -> SiteClient:
    """A site of one bad page, with several ways to answer it."""
    app = Flask("bare")
    app.test_client_class = SiteClient
    app.add_url_rule("/<int:code>", view_func=lambda code: ("<p>Bad", code), endpoint="bad")
    app.add_url_rule("/text", view_func=lambda: ("<p>Bad", {"Content-Type": "text/plain"}), endpoint="text")
    return app.test_client()


@pytest.mark.parametrize("code", [200, 404, 422])
def test_the_client_refuses_bad_pages(bare: SiteClient, code: int):
    with pytest.raises(AssertionError, match="breaks the page lint"):
        bare.get(f"/{code}")


@pytest.mark.parametrize("address", ["/500", "/302", "/text"])
def test_the_client_lints_only_pages(bare: SiteClient, address: str):
    bare.get(address)


def test_the_lint_can_be_left_out(bare: SiteClient):
    assert bare.get("/200", lint=False).status_code == 200
