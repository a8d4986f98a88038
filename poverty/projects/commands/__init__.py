"""Everything that writes projects up to their ranking, and the applications of families."""
from poverty.projects.commands.applications import apply_for_project, withdraw_application
from poverty.projects.commands.drafting import amend_project, draft_project
from poverty.projects.commands.exports import record_export
from poverty.projects.commands.money import enter_source, record_money
from poverty.projects.commands.papers import add_paper, download_paper
from poverty.projects.commands.steps import accept_project, cancel_project, complete_project, open_applications, record_consultation, start_works

__all__ = [
    "accept_project",
    "add_paper",
    "amend_project",
    "apply_for_project",
    "cancel_project",
    "complete_project",
    "download_paper",
    "draft_project",
    "enter_source",
    "open_applications",
    "record_consultation",
    "record_export",
    "record_money",
    "start_works",
    "withdraw_application",
]
