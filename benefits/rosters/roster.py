"""What every roster is: its head, its signature boxes, its content hash. The rows are the roster's own."""
import hashlib
import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import date

from benefits.rosters import codes

LONG_NUMBER = re.compile(r"\d{15}")


class Unmasked(Exception):
    """A row shows a number long enough to be an ID or account number in full."""

    def __init__(self, where):
        self.sentence = f"{where}里有一个没有遮盖的长号码，不能制作清册。请把身份证号、账号改为只留后四位后重新制作。"
        super().__init__(self.sentence)


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """A box at the end of a paper: whose hand, and who did it in the system and when, if somebody did."""

    role: str  # 制表
    name: str = ""
    moment: str = ""  # 2026-11-20 15:02
    seal: bool = False


SIGNATURES = (
    Signature(role="制表"),
    Signature(role="复核"),
    Signature(role="批准", seal=True),
    Signature(role="经办"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Roster:
    """A frozen list as it is printed. Texts are ready to print, sums are fen, nothing is looked up later."""

    document: str  # the id of the document row; with the content it makes the code
    title: str  # 2026 年农村部分计划生育家庭奖励扶助资金发放清册
    number: str  # 批次编号
    unit: str  # 编制单位
    place: str
    period: str
    scheme: str
    printed_on: date
    rows: tuple
    people: int  # how many persons the rows are for; one may have several
    signatures: tuple[Signature, ...] = SIGNATURES
    notes: tuple[str, ...] = ()
    journal_head: str = ""  # hash of the last journal block at approval
    supersedes: str = ""  # number of the roster this one replaces
    code: str = ""
    url: str = ""

    def content_hash(self):
        """SHA-256 (hex) of everything printed but the code and its address; equal content, equal hash."""
        content = asdict(self)
        del content["code"], content["url"]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=date.isoformat)
        return hashlib.sha256(text.encode()).hexdigest()

    def coded(self, *, key, address):
        """The same roster with its verification code and the page that checks it, `address` + the code."""
        code = codes.code(key, self.document, self.content_hash())
        return replace(self, code=code, url=f"{address}{code}")

    def head_texts(self):
        """Pairs of where and text, for the checks before printing."""
        yield from (
            ("标题", self.title),
            ("批次编号", self.number),
            ("编制单位", self.unit),
            ("发放地区", self.place),
            ("发放期间", self.period),
            ("扶助项目", self.scheme),
            ("被替代的清册编号", self.supersedes),
        )
        yield from (("说明", note) for note in self.notes)
        for box in self.signatures:
            yield "签名栏", box.role + box.name + box.moment


def check_masked(texts):
    """Unmasked when a text (pairs of where and text) holds fifteen digits in a row."""
    for where, text in texts:
        if LONG_NUMBER.search(text):
            raise Unmasked(where)
