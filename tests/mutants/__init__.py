"""Small errors put into the code on purpose, one at a time: does a test see each of them?

    python -m tests.mutants --rooms metrics share --number 20 --seed 1

The errors go into a copy of the tree in a folder for temporary files, never into the tree itself.
The copy has no ../shared next to it, as with anybody's clone. Of each mutant only the tests that
run its statement are started, quick ones first, up to the first that fails: what `make test-fast`
runs, then slow tests, then those that start a process or draw a page, at most a minute of them.
Heavy tests are left out. Which tests reach a line is recorded once (coverage, a context a test, in
the processes that a test starts, too) and kept in `lines.json` next to the copy: a second run of
the same code takes it from there. A mutant that changes nothing anybody can see is listed with its
reason in equivalent.txt.
"""
