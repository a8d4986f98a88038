"""Reads an uploaded file in a process of its own; the answer is its rows or one sentence."""
import json
import subprocess
import sys

from django.conf import settings

from accounts.stored import gettext as _

FILE_BYTES = 20 * 1024 * 1024
_WAIT_SECONDS = 120
_CHILD = ("-m", "households.imports.reading.child")


class Unreadable(Exception):
    """Says what is wrong with a file and what to do."""

    def __init__(self, sentence):
        super().__init__(sentence)
        self.sentence = sentence


def why_not(size):
    """The sentence that refuses a file of this many bytes before anything else is looked at, or None."""
    if size == 0:
        return _("这个文件是空的，请选择填好的 .xlsx 或 .csv 文件。")
    if size > FILE_BYTES:
        return _("文件有 %(size)s MB，超过 20 MB。请删去图片和无关的工作表，或分成几份导入。") % {"size": -(-size // 1024**2)}
    return None


def read(content):
    """[(row number, [cell])] of a file; cells as `workbook.rows` describes. Unreadable otherwise."""
    sentence = why_not(len(content))
    if sentence:
        raise Unreadable(sentence)
    answer = _ask_child(content)
    if "refused" in answer:
        raise Unreadable(_sentence(answer["refused"], answer["details"]))
    if not answer["rows"]:
        raise Unreadable(_sentence("empty", {}))
    return answer["rows"]


def _ask_child(content):
    """The child's answer. One that dies or takes too long could not read the file: it is damaged or too much."""
    command = [sys.executable, *_CHILD]
    try:
        child = subprocess.run(command, input=content, capture_output=True, cwd=settings.BASE_DIR, env={}, timeout=_WAIT_SECONDS)
    except subprocess.TimeoutExpired:
        return {"refused": "too_big_unpacked", "details": {}}
    if child.returncode < 0:  # ended by a limit
        return {"refused": "too_big_unpacked", "details": {}}
    if child.returncode > 0:
        return {"refused": "damaged", "details": {}}
    return json.loads(child.stdout)


def _sentence(reason, details):
    sentences = {
        "damaged": _("这个文件已损坏，不能读取。请用 Excel 或 WPS 打开核对，另存为新的 .xlsx 文件后再上传。"),
        "not_a_table": _("这个文件不是 .xlsx 或 .csv 表格。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再上传。"),
        "old_workbook": _("这是旧的 .xls 格式。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再上传。"),
        "encrypted": _("这个文件设了打开密码。请在 Excel 中取消密码，另存后再上传。"),
        "macros": _("这个工作簿带有宏，不予读取。请另存为不带宏的“Excel 工作簿（.xlsx）”后再上传。"),
        "empty": _("文件里没有数据。请在“家庭信息”工作表中填写后再上传。"),
        "entities": _("这个文件含有外部引用定义，不是 Excel 正常保存的文件，不予读取。请下载模板，把数据粘贴过去后再上传。"),
        "too_many_parts": _("这个文件由 %(count)s 个部件组成，超过 200 个。请删去图片、图表和无关的工作表，另存后再上传。"),
        "too_big_unpacked": _("这个文件展开后过大，不能读取。请把数据复制到新下载的模板中，或分成几份导入。"),
        "far_cell": _(
            "工作表“%(sheet)s”的 %(cell)s 单元格有内容，超出了一次导入的范围（%(rows)s 行、%(columns)s 列）。请删除该单元格的内容，或分成几份导入。"
        ),
        "formula": _("工作表“%(sheet)s”的 %(cell)s 单元格是公式。请选中整张表，复制后“选择性粘贴”为“数值”，再上传。"),
        "error_value": _("工作表“%(sheet)s”的 %(cell)s 单元格是 Excel 的错误值（以 # 开头）。请改为正确的内容或清空，再上传。"),
        "far_line": _("第 %(line)s 行超出了一次导入的范围（%(rows)s 行、%(columns)s 列）。请删去多余内容，或分成几份导入。"),
        "broken_line": _("第 %(line)s 行附近不能按 CSV 读取。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再上传。"),
        "encoding": _("第 %(line)s 行有不能识别的字符编码。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再上传。"),
    }
    return sentences[reason] % details
