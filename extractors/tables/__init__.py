"""Tables: which rows are headings, what each column holds, and the records that a row gives by its columns."""
