"""``python -m whatelse``."""

from whatelse.cli import main

if __name__ == "__main__":
    main()
