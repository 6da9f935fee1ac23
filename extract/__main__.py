"""``python -m extract`` is the command ``zhclaims``."""

from extract.cli import main

if __name__ == "__main__":
    main()
