"""Measures how long an author waits, here and with the peers: ``python -m tests.benchmarks``.

Every program gets the same generated pages, and runs as it is installed, alone, in a folder of its
own. A save replaces one word in the middle of a page by one that was nowhere before, as a simple
editor does it: truncate, write, close. The clock runs from before the file is opened until

* over HTTP: the whole answer with the new word is read. Nobody asks while the program works, as
  that would take a processor from it: the connection by which its own pages hear of changes (a
  WebSocket, or MkDocs' long answer) says when to look, and only if the new word is not there yet
  is it looked for again, every 3 ms. VitePress sends pages as modules, so that one is read.
* in Chromium: a MutationObserver in the page sees the new word in the document, on the page's own
  clock, which is compared with ours before every save. A page that loads anew is observed from its
  first byte.

Between two saves lies an uneven pause, so that programs that look at their files at intervals are
met at every phase, and one plain ``markdown.Markdown.convert`` of the same page with the extensions
of our pages: figures are given as multiples of it, which can be compared between machines. A save
that never comes to the page, as some programs read a file while it is empty and then no more, is
counted, and is no sample.

A start is measured from the creation of the process until the page's text is answered (asked for
every 10 ms once somebody listens). "Cold" means that the program remembers nothing; the pages
themselves are in the system's cache, for all. Memory is what all processes of a program occupy.

``profile`` follows one save of ours through every process. Runs that are kept in ``measured`` are
what the guide tells of (``page``) and what is compared with the goals (``goals``).
"""
