"""Registrable domains. The expected values follow https://publicsuffix.org/list/ (test vectors in spirit)."""

import pytest

from companies.services.domains import domain_of_website, registrable_domain


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("northline.example", "northline.example"),
        ("www.shop.northline.example", "northline.example"),
        ("ana@northline.example", "northline.example"),
        ("ana@mail.northline.co.uk", "northline.co.uk"),
        ("NORTHLINE.Example.", "northline.example"),
        ('"odd@local"@northline.example', "northline.example"),
        ("bücher.de", "xn--bcher-kva.de"),
        ("ana@post.xn--bcher-kva.de", "xn--bcher-kva.de"),
        ("straße.de", "xn--strae-oqa.de"),
        ("shop.github.io", "shop.github.io"),
        ("tim.com.br", "tim.com.br"),
        ("com.br", None),
        ("github.io", None),
        ("localhost", None),
        ("192.0.2.7", None),
        ("[2001:db8::1]", None),
        ("", None),
        ("ana@", None),
        ("a b.example", None),
        ("a" * 300 + ".example", None),
        ("northline..example", None),
    ],
)
def test_registrable_domain(given: str, expected: str | None) -> None:
    assert registrable_domain(given) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.northline.example/contact?x=1", "northline.example"),
        ("https://northline.example@evil.example/", "evil.example"),
        ("northline.example", None),
        ("", None),
        ("https://[::1/", None),
    ],
)
def test_domain_of_website(url: str, expected: str | None) -> None:
    assert domain_of_website(url) == expected
