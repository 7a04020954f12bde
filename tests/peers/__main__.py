"""Prints the Debian packages of the peers that are missing, one a line."""

import sys

from tests.peers import missing

sys.stdout.writelines(f"{peer.debian}\n" for peer in missing())
