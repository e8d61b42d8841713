"""Shows: one audit as a page, as rows for a terminal, as JSON; many audits as a table; two audits as what changed.

Every text that comes from the file is hostile until :mod:`~ringfence.audit.page.plain` has made it safe to show. What the code
*can* do is never written as what the app *did*: tests/audit/test_audit_page_wording.py holds the sentences to it.
"""

from ringfence.audit.page.errors import AuditFormatError, PageLanguageError
from ringfence.audit.page.html import audit_page, change_page, index_page
from ringfence.audit.page.json_form import CHANGE_FORMAT, FORMAT, change_to_json, from_json, to_json
from ringfence.audit.page.rows import audit_rows, case_rows, change_rows
from ringfence.audit.page.summary import SUMMARY_FIELDS, summary_csv, summary_jsonl, summary_row
from ringfence.audit.page.verdict import verdict_sentences

__all__ = [
    "CHANGE_FORMAT",
    "FORMAT",
    "SUMMARY_FIELDS",
    "AuditFormatError",
    "PageLanguageError",
    "audit_page",
    "audit_rows",
    "case_rows",
    "change_page",
    "change_rows",
    "change_to_json",
    "from_json",
    "index_page",
    "summary_csv",
    "summary_jsonl",
    "summary_row",
    "to_json",
    "verdict_sentences",
]
