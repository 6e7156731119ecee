"""Evidence: what a saved file of a policy says, and what it should have said.

A file is read into its parts (title, sections, record), and the genuine text, made anew
by the same page or format, is read by the same reader. So nothing has to be known about
how a page looks: what both say alike is unaltered, the rest is named.

Nothing here looks at a row. Which versions there are, `policies.verifying` knows.
"""
