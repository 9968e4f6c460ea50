"""`kg serve`: an embedded store as web pages, linked data and a SPARQL endpoint.

`application` has the table of addresses; `pages` has a module for each page, `endpoint` the SPARQL
protocol. `snapshot` is the store that a request reads, `links` makes every address on a page,
`guard` bounds requests and sets the headers that protect a reader. `server` runs it all.
"""
