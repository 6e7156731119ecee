"""Search in the texts in force: by section and by row, in the language of the page.

    passages   a Document as the short texts that are found
    stopwords  words that are left out of a question
    stems      words without their endings, so that "bewaren" finds "bewaart"
    index      what a version says goes into the index when it is published
    finding    the passages with all the words that were asked for, the best first
    showing    what stands around the words, marked

PostgreSQL searches with its own dictionaries, SQLite with FTS5 over stems. A change of
what passages say, or how they are stemmed, needs a migration that empties the index, as
0013: what is in force is indexed again right after it.
"""
