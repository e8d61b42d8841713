"""Words for people: notices to contacts, pages for the phone and the family, the block list, help lines, negotiation."""

from ringfence.respond.people.block import Blocked, BlockList, block_list, block_words, write_block_list
from ringfence.respond.people.helpline import HelpLine, help_lines, help_words
from ringfence.respond.people.negotiate import Bargain, Talk, negotiation
from ringfence.respond.people.notice import Notice, notice_document, notice_words, notices
from ringfence.respond.people.sheet import sheet_document, sheet_facts, sheet_names

__all__ = [
    "Bargain",
    "BlockList",
    "Blocked",
    "HelpLine",
    "Notice",
    "Talk",
    "block_list",
    "block_words",
    "help_lines",
    "help_words",
    "negotiation",
    "notice_document",
    "notice_words",
    "notices",
    "sheet_document",
    "sheet_facts",
    "sheet_names",
    "write_block_list",
]
