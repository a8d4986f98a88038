"""docs/moves.md: how each noun moves, drawn from the tables its commands obey.

python -m devtools.moves
"""
import os
from pathlib import Path

from devtools.paths import ROOT

PAGE = ROOT / "docs" / "moves.md"
_HEAD = """# How things move

Drawn from the tables of moves by `python -m devtools.moves`; a test compares. A table says from where, to where, by which role, and never
by whom: who has taken that other step, compared by staff number.
"""


def page():
    """The whole page as text."""
    from audits.jobs.states import MOVES as job
    from benefits.adjustments.states import MOVES as adjustment
    from benefits.events.states import MOVES as hand_over
    from benefits.funds.states import MOVES as fund_grant
    from benefits.opening.states import MOVES as opening_balance
    from benefits.payouts.states import MOVES as payout_run
    from benefits.policies_table.states import MOVES as value
    from benefits.policies_table.states import PROOF_MOVES as confirmation
    from benefits.recovery.states import MOVES as recovery_plan
    from benefits.register.states import MOVES as registration
    from benefits.runs.states import MOVES as run
    from benefits.wrong_payments.states import MOVES as wrong_payment
    from households.imports.models import MOVES as import_batch
    from poverty.exchange.states import MOVES as transfer
    from poverty.loans.states import MOVES as loan
    from poverty.monthly.states import MOVES as monthly_list
    from poverty.projects.states import GRANT_MOVES as project_grant
    from poverty.projects.states import MOVES as project

    nouns = {
        "Job 作业": job,
        "Run 核算批次": run, "Payout run 发放批次": payout_run, "Import 导入批次": import_batch, "Fund grant 基金救助": fund_grant,
        "Policy value of an official 录入的政策标准": value, "Policy confirmation of a county 县级确认文件": confirmation,
        "Registration 登记": registration, "Recovery plan 追回办法": recovery_plan, "Adjustment 调整方案": adjustment,
        "Opening balance 期初结转": opening_balance, "Hand over 家庭移交": hand_over,
        "Minimum living list 低保月度名单": monthly_list, "Transfer 数据交换": transfer,
        "Project 扶贫项目": project, "Project grant 项目资金物资": project_grant, "Loan 小额信贷借款": loan,
        "Wrong payment 错发": wrong_payment,
    }  # fmt: skip
    return _HEAD + "".join(_noun(title, moves) for title, moves in nouns.items())


def _noun(title, moves):
    arrows = "".join(f"  {source} --> {move.target}: {move.verb}\n" for move in moves for source in move.sources)
    rows = "".join(f"| {move.verb} | {_listed(move.roles) or 'the worker'} | {_listed(move.never)} |\n" for move in moves)
    return f"\n## {title}\n\n```mermaid\nstateDiagram-v2\n{arrows}```\n\n| move | by | never by who |\n|---|---|---|\n{rows}"


def _listed(words):
    return ", ".join(sorted(str(getattr(word, "value", word)) for word in words))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    Path(PAGE).write_text(page(), encoding="utf-8")
