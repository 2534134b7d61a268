"""Conformance: what other projects' test suites expect of business time and clocks, put to this engine."""
