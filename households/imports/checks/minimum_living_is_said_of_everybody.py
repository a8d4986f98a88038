from django.utils.translation import gettext as _


def check(family):
    """低保 is counted by head: where one row says anything, every living member's row does."""
    said = [line for line in family.lines if line.says("living")]
    if said:
        for line in family.lines:
            if not line.says("living") and not line.is_dead:
                told = {"row": said[0].number}
                line.refuse("living", _("同户第 %(row)s 行填了低保，这一行也要填：享受的填类别，不享受的填 0。") % told)
