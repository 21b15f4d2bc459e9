"""The tests of Hope: tests/README.md says what belongs where."""
