"""The program `beritasearch`, also as `python -m beritasearch`."""

import sys


def main() -> None:
    """Run the command line. Ctrl-C while it is still being loaded is no traceback either."""
    try:
        from beritasearch.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("beritasearch: stopped\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
