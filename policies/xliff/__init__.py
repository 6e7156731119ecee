"""What a translator gets and gives back, whatever the version of XLIFF.

``fields`` walks the texts of a Document, ``blocks`` cuts rich text into paragraphs, list
items and cells, ``inline`` turns markup into codes that a translator's tool protects,
and ``proposals`` compares what came back with the draft. Reading and writing the files
themselves: `policies.importers.xliff` and `policies.exporters.xliff`.
"""
