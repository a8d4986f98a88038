"""What a roster is called: its title, its period, its place."""
from accounts.models import Jurisdiction
from benefits import rules


def title(run):
    """2026 年农村部分计划生育家庭奖励扶助资金发放清册."""
    titles = [scheme.title for scheme in rules.schemes() if scheme.code in run.schemes]
    what = titles[0] if len(titles) == 1 else "计划生育家庭利益导向"
    return f"{period(run.since, run.until)}{what}资金发放清册"


def period(since, until):
    """2026年, 2026年1—6月 or 2025年7月—2026年6月; `until` is the first day after."""
    last_year, last_month = (until.year - 1, 12) if until.month == 1 else (until.year, until.month - 1)
    if (since.month, last_month) == (1, 12):
        return f"{since.year}年" if since.year == last_year else f"{since.year}—{last_year}年"
    if since.year != last_year:
        return f"{since.year}年{since.month}月—{last_year}年{last_month}月"
    return f"{since.year}年{since.month}月" if since.month == last_month else f"{since.year}年{since.month}—{last_month}月"


def place(code):
    """山东省淄博市张店区青石镇: a place with all that it lies in, but for the nation."""
    codes = [code[:2] + "0" * 10, code[:4] + "0" * 8, code[:6] + "0" * 6, code[:9] + "000", code]
    return "".join(Jurisdiction.objects.filter(pk__in=codes).order_by("level").values_list("name", flat=True))
