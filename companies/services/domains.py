"""Which registrable domain a host or an e-mail address belongs to. Asks nobody: the list ships with tldextract."""

import ipaddress
from urllib.parse import urlsplit

import idna
import tldextract

# Private suffixes count (`shop.github.io` is a brand, `github.io` is not): nobody proves a host of others.
_SUFFIXES = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
_MAX_LENGTH = 253


def registrable_domain(host_or_email: str) -> str | None:
    """The registrable domain in ASCII: "ana@mail.bücher.de" is "xn--bcher-kva.de"; None where there is none.

    A top-level domain that the list does not know is a suffix itself, by the list's own rule
    (https://github.com/publicsuffix/list/wiki/Format: "If no rules match, the prevailing rule is '*'").
    """
    host = host_or_email.strip().rpartition("@")[2].rstrip(".")
    if not host or len(host) > _MAX_LENGTH or _is_address(host):
        return None
    try:
        ascii_host = idna.encode(host, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        return None
    found = _SUFFIXES(ascii_host)
    if found.suffix:
        return f"{found.domain}.{found.suffix}" if found.domain else None
    labels = ascii_host.split(".")
    return ".".join(labels[-2:]) if len(labels) > 1 else None


def domain_of_website(url: str) -> str | None:
    """The registrable domain of a web address, None where it has none."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return registrable_domain(host) if host else None


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
