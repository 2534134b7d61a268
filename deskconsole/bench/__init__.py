"""Measures this machine and this program against published bounds, which are ratios within one run."""
