"""Names as an attacker would write them. What runs of them counts itself in window.__pwned."""

from __future__ import annotations

import re

RUN = "window.__pwned=(window.__pwned||0)+1"

MARKUP = (
    f"<img src=x onerror={RUN}>",
    f"<svg/onload={RUN}>",
    f"</script><script>{RUN}</script>",
    f"</title></style></textarea><script>{RUN}</script>",
    f"\"><iframe srcdoc='<script>parent.{RUN}</script>'>",
    f"' onmouseover='{RUN}' x='",
    f"]]><script>{RUN}</script><!--",
)
TEMPLATES = (
    f"${{{RUN}}}",
    f"`+({RUN})+`",
    "{{7*7}}",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    "{0.__class__} %s %(x)s",
)
LINKS = (f"javascript:{RUN}", f"[chợ](javascript:{RUN})", f"data:text/html,<script>{RUN}</script>")
UNSEEN = ("Chợ \u202egnort\u202c", "Chợ\u200b Nếnh\u2060", "\ufeffChợ\u200f \u2066Nếnh\u2069")
LONG = ("Chợ rất dài " * 400, "W" * 5_000)
CORPUS = (*MARKUP, *TEMPLATES, *LINKS, *UNSEEN, *LONG)

INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

FORMULAS = (
    "=1+1",
    "+1",
    "-1+1",
    "−1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u200b=1",
    "\ufeff=1",
    "\u00a0=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    "x;=1+1",
    "x\n=1+1",
)
