"""Writes of imports. Clerks' acts are one event each; the steps of a job share the event of its end."""
from households.imports.commands.checking import check_families, read_file
from households.imports.commands.importing import import_families, start_import
from households.imports.commands.taking_back import abandon, give_up, start_taking_back, take_back
from households.imports.commands.uploading import export_list, hand_back, upload

__all__ = [
    "abandon", "check_families", "export_list", "give_up", "hand_back", "import_families", "read_file", "start_import",
    "start_taking_back", "take_back", "upload",
]  # fmt: skip
