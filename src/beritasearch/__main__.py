"""The program `beritasearch`, also as `python -m beritasearch`."""

import sys


def main() -> None:
    """Run the command line. Ctrl-C while it is still being loaded is no traceback either."""
    try:
        from beritasearch.interrupts import Interrupts

        interrupts = Interrupts()
        try:
            from beritasearch.cli import main as run

            run()
        except ImportError:  # what modules in C may make of an interrupt while they are loaded
            if not interrupts.came:
                raise
            raise KeyboardInterrupt from None
    except KeyboardInterrupt:
        sys.stderr.write("beritasearch: stopped\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
