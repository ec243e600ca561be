"""The places where plans appear: what each lists, page by page. One kind of place a file in `kinds`."""
