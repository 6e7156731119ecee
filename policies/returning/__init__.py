"""Files that come back: what a text format carries so that it can be read again.

A Markdown or DOCX file says the policy's words in one language, with an invisible mark at
each text. Beside them it has a skeleton: the Document without those words. Reading it
puts the words that the file has now into the skeleton, so an editor's changes are taken
over and all that has no words (kinds, anchors, periods, addresses) is not lost.
"""
