"""Which line of the source each block of a page was written in, found out by watching."""
