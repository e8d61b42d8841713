"""What may stand in Chinese on an English page: the case's own material and the proper names of the law data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff]")
_ARTICLE = re.compile(r"(第?[零〇一二三四五六七八九十百千之]+[条款项编章]?)+")
_APART = re.compile(
    r"[^\u3007\u3400-\u4dbf\u4e00-\u9fff]+"
)  # what is between the letters: signs are set in several ways
# texts and attributes with Chinese in them: (marked or not, where, what). A title, an option and a value hold no mark of a part
COLLECT = """
() => {
  const han = /[\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff]/, out = [];
  const lang = e => { const l = e.closest('[lang]'); return l ? l.getAttribute('lang') : ''; };
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let n = walker.currentNode; n; n = walker.nextNode()) {
    if (n.nodeType === 3) {
      const p = n.parentElement;
      if (!han.test(n.data) || ['SCRIPT', 'STYLE'].includes(p.tagName)) continue;
      const part = p.classList.contains('own') || ['OPTION', 'TEXTAREA', 'text'].includes(p.tagName);
      const whole = lang(p).startsWith('zh') && !part;
      const kind = whole ? 'whole' : lang(p).startsWith('zh') || p.tagName === 'TITLE' ? 'marked' : 'bare';
      out.push([kind, p.tagName, n.data.trim()]);
    } else for (const a of ['title', 'alt', 'aria-label', 'placeholder', 'value']) {
      const v = n.getAttribute && n.getAttribute(a);
      if (v && han.test(v)) out.push(['marked', n.tagName + '@' + a, v]);
    }
  }
  return out;
}
"""


class Known:
    """All Chinese that has no English of ours, letters only."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._all = "\n".join(_APART.sub("", text) for text in texts)

    def strange(self, text: str) -> list[str]:
        """Return the pieces of ``text`` that are not among it."""
        return [
            piece for piece in _APART.split(text) if piece and piece not in self._all and not _ARTICLE.fullmatch(piece)
        ]


def known(folder: Path, passphrase: str) -> Known:
    """Return what the case in ``folder`` and the law data hold."""
    from ringfence import law  # noqa: PLC0415 -- only where it is needed
    from ringfence.case import Case  # noqa: PLC0415 -- as above

    pack = law.load_pack("cn")
    names = [text for one in pack.laws.values() for text in (one.title, one.issuer, one.doc_number)]
    names += [text for one in pack.channels.values() for text in (one.name, one.operator, one.contact)]
    with Case.open(folder, passphrase=passphrase, read_only=True) as case:
        state = case.state
        mine = [state.name, folder.name, *case.events()["text"].drop_nulls().to_list()]
        mine += [text for one in state.parties.values() for text in (one.name, *one.short_names)]
        mine += [one.name for one in state.people.values()] + [one.name for one in state.sources.values()]
        mine += [text for one in state.debts.values() for text in (one.product, one.contract_no)]
        mine += [state.borrower.name, state.borrower.city, state.borrower.address]
    return Known([*names, *mine])
