#!/usr/bin/env python
"""Django's command line, with development settings unless told otherwise."""

import os
import sys


def join_running_demo(arguments: list[str]) -> None:
    """Lets demo_reply and demo_mail, typed in another terminal, work on the demo that runs here."""
    if len(arguments) > 1 and arguments[1].startswith("demo_"):
        from config.demo import running_environment  # noqa: PLC0415

        for name, value in running_environment().items():
            os.environ.setdefault(name, value)


def main() -> None:
    join_running_demo(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    from config.embedded import EmbeddedError  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except EmbeddedError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
