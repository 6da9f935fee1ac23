"""The REST interface, ``zhclaims serve``: extract, upload, ask, judge, over HTTP.

- ``app``: the resources; ``openapi``: their description (OpenAPI 3.1, with the published schemas in it);
  ``examples``: one of each, for the description.
- ``problems``: every error as ``application/problem+json``; ``guards``: who may ask, how much and how long;
  ``formats``: JSON, CSV or JSON Lines as the ``Accept`` header says.
- ``readers``: processes that extract, so that a slow text is ended and never holds up the others; ``office``: what the
  resources ask of the store; ``running``: the socket and the server.

Nothing of a web framework is loaded before ``app`` is.
"""
