"""The vocabulary: plain frozen data that every stage shares. No I/O, no clock."""
