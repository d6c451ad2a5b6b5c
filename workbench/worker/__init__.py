"""Work beside the screens, in a process of its own: ``python -m workbench.worker KIND --study DIR --coder NAME``.

It speaks in lines of JSON. On stdin: first a line ``{"passphrase": …}`` (null where there is none), then what it is to
do; the end of stdin, which is also what a killed parent leaves behind, ends it. On stdout: reports.

* ``sync`` keeps the study and its peer alike. It is told ``{"do": "now"}``, any number of times, and reports
  ``{"state": "up to date" | "working" | "waiting" | "trouble", "new": n, "waiting": n, "words": "…", "at": seconds}``,
  where ``new`` counts the changes of others that came in since it started, ``words`` is a sentence for people ('' for
  none) and ``at`` is when it last looked at the peer with success, in seconds since 1970.
* ``agreement`` answers each line by one line; both are told in ``workbench.study.agreement.asked``. It only reads.
* ``reading`` reads files, takes them in, and looks through texts for what points to a person; its questions and
  answers are told in ``workbench.worker.reading``.
"""

from workbench.worker.line import Gone, Line

__all__ = ["Gone", "Line"]
