"""What is common to paged sources (a PDF's text layer, a scan): words with boxes to text, paragraphs, tables, noise."""
