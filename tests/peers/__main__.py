"""Prints the Debian packages of the peers that are missing, one a line; `install` brings the npm packages of the tests."""

import subprocess
import sys

from tests.peers import bluesky_server, missing

if sys.argv[1:] == ["install"]:
    try:
        bluesky_server.install()
    except subprocess.SubprocessError as failed:
        sys.exit(f"{failed}\n{failed.stdout or ''}")
else:
    sys.stdout.writelines(f"{package}\n" for peer in missing() for package in peer.debian.split())
