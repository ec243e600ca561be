"""A whole store as a Frictionless data package: a folder that the world's tools read, and that imports back.

datapackage.json   what is in it: resources with hash, size, count of rows, fields, keys, licence
NAME.csv           tables (see resources): plans, versions, files, clauses, records, labels, actors, what people added
documents.jsonl    each version's whole plan, as `kehoach extract` prints it; clauses and records are made of it again
contents.jsonl     the words by which other renditions of a plan are known (see pipeline.store.wording)
originals/SHA-256  the original bytes, unless they were left out

A backup (pipeline.maintaining) is one file for the same kehoach on the same form of tables; a package is for everyone.
"""
