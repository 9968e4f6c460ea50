"""The pages of a store as a folder of static files, which need no server.

The pages are those of the server, made by the same functions: beginning with the first page, each
address that a page links is answered, and becomes a file. So every link leads to a file. What needs
a server (search, filters together, other orders, the endpoint, most formats of data) has no address
here, and the pages leave it out.
"""

from kg.serve.site.writing import SiteTotals, write_site

__all__ = ["SiteTotals", "write_site"]
