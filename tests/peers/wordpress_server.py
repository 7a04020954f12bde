"""A real WordPress on loopback, from Debian's packages: wordpress.sh beside this file, with an own MariaDB.

Its people are admin, alice (an author), bob and carol (subscribers); each has the password `<name>-pass`.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tests.peers import WORDPRESS

WITHOUT_IT = f"WordPress is not installed (Debian: apt-get install {WORDPRESS.debian})"
SCRIPT = Path(__file__).with_name("wordpress.sh")
STOP_SECONDS = 20
SWITCHES = ("production", "flood", "no-trash")

# What a test may have left behind, and the settings as they were installed.
_RESET = """
DELETE FROM wp_posts; DELETE FROM wp_postmeta; DELETE FROM wp_comments; DELETE FROM wp_commentmeta;
DELETE FROM wp_term_relationships; DELETE FROM wp_options WHERE option_name LIKE '%_transient_%';
UPDATE wp_options SET option_value = '/%postname%/' WHERE option_name = 'permalink_structure';
UPDATE wp_options SET option_value = '' WHERE option_name = 'rewrite_rules';
UPDATE wp_options SET option_value = 'open' WHERE option_name = 'default_comment_status';
"""


def is_possible() -> bool:
    """Whether everything that it needs is on this machine."""
    return WORDPRESS.path() is not None and shutil.which("bash") is not None


class WordPressServer:
    """The running server: `base_url`, `version`, and the ids and application passwords of its people.

    It ends with the process that started it, because its standard input does.
    """

    def __init__(self, port: int) -> None:
        self.base_url = f"http://127.0.0.1:{port}"
        self.folder = Path(tempfile.mkdtemp(prefix="wordpress-"))
        self._process = subprocess.Popen(
            ["bash", str(SCRIPT)],
            env={**os.environ, "FOLDER": str(self.folder), "PORT": str(port)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        line = self._process.stdout.readline()
        if not line:
            said = self._process.stderr.read().decode(errors="replace")
            self.stop()
            raise RuntimeError(f"WordPress did not start: {said[-2_000:]}")
        told = json.loads(line)
        self.version: str = told["version"]
        self.ids: dict[str, int] = told["ids"]
        self.passwords: dict[str, str] = told["passwords"]

    def stop(self) -> None:
        """Stops both servers by their ids, and forgets what they kept."""
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert pipe is not None
            pipe.close()
        try:
            self._process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)  # the script and what it started, nothing else
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def reset(self) -> None:
        """As after the installation, the people apart from what they said."""
        for name in (*SWITCHES, "root/.maintenance"):
            (self.folder / name).unlink(missing_ok=True)
        self.sql(_RESET)

    def switch(self, name: str) -> None:
        """One of `SWITCHES`; wordpress.sh says what they do."""
        (self.folder / name).touch()

    def maintain(self) -> None:
        """Maintenance, as during an update (wp-includes/load.php, wp_is_maintenance_mode)."""
        (self.folder / "root" / ".maintenance").write_text("<?php $upgrading = time();")

    def end_permalinks(self) -> None:
        """As somebody who chooses "plain" in the settings."""
        self.sql(
            "UPDATE wp_options SET option_value = '' WHERE option_name IN ('permalink_structure', 'rewrite_rules')"
        )

    def sql(self, statements: str) -> str:
        """Carries out statements, and gives what they say, values apart by tabs."""
        done = subprocess.run(
            ["mariadb", "--no-defaults", "-uroot", "-S", str(self.folder / "db.sock"), "-N", "wordpress"],
            input=statements,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout
