"""zhclaims: structured numeric claims from Chinese press articles. Importing this loads nothing heavy."""

__version__ = "0.1.0"
