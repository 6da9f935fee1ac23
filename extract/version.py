"""The version of zhclaims, told once: packaging reads it here, and every record carries it."""

__version__ = "0.1.0"
EXTRACTOR = f"zhclaims {__version__}"
