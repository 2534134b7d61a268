"""The words everybody uses; standard library only."""
