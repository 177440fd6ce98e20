"""Nothing lost, nothing missed: experiments on the real program that try to break a promise.

The claims and how often each is tried stand in ``claims.py``. The suite tries a few of each;

    python -m tests.trust --long --results results.json

tries as many as the claims say, goes on where it stopped, and prints the seed of each failure.
"""
