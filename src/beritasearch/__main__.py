"""`python -m beritasearch`: the command line where its script isn't on the PATH."""

from beritasearch.cli import main

if __name__ == "__main__":
    main()
