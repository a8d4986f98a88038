"""What is said to somebody who brings a paper or its code."""
import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from benefits.rosters import codes, queries


@dataclass(frozen=True, slots=True)
class Verdict:
    """One of unchanged, changed, superseded, void, unknown; with the sentence and, where there is one, the paper on record."""

    state: str
    title: str
    sentence: str
    paper: queries.Known | None = None

    @property
    def kind(self):
        """How the note is coloured."""
        return {"unchanged": "ok", "changed": "bad"}.get(self.state, "warning")


def of_file(pdf):
    """The verdict on the bytes of a file."""
    paper = queries.known(sha256=hashlib.sha256(pdf).digest())
    if paper:
        return _standing(paper, _("未改动"), _("与封存件逐字节一致"))
    code = queries.code_inside(pdf)
    paper = code and queries.known(code=code)
    if paper:
        sentence = _("文件自称是清册 %(number)s，但内容与封存件不一致，不能作为依据。请以系统中的封存件为准，并向编制单位核实来源。")
        return Verdict("changed", _("已改动"), sentence % {"number": paper.number}, paper)
    return Verdict("unknown", _("未见此件"), _("系统没有出具过这样的文件。请确认上传的是下载的 PDF 原件，不是扫描或另存的文件。"))


def of_code(typed):
    """The verdict on a code read from a paper."""
    paper = queries.known(code=codes.normalised(typed))
    if paper:
        return _standing(paper, _("在册有效"), _("验证码对应下列清册，请与纸面逐项核对；要知道文件有没有改动，请上传 PDF 文件"))
    return Verdict("unknown", _("未见此件"), _("没有这个验证码。请对照纸面逐个字符核对；字母 I、O 按数字 1、0 辨认。"))


def _standing(paper, title, found):
    if paper.replaced_by:
        sentence = _("%(found)s；该清册已由批次 %(number)s（第 %(version)s 版）替代，不再有效。")
        words = {"found": found, "number": paper.replaced_by, "version": paper.replaced_by_version}
        return Verdict("superseded", _("已被第 %(version)s 版替代") % words, sentence % words, paper)
    if paper.discarded:
        return Verdict("void", _("已作废"), _("%(found)s；签发后已作废，不能再作凭据。") % {"found": found}, paper)
    return Verdict("unchanged", title, _("%(found)s。") % {"found": found}, paper)
