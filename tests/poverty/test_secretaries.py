"""第一书记: a dated fact of a village, entered and ended from its page, one at a time."""
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.models import Event
from poverty.models import FirstSecretary
from poverty.secretaries import commands
from tests.benefits.books import an_official
from tests.builders import AT, ELSEWHERE, LIUGOU, QINGSHI, SHANGPING, ZHANGDIAN, inside

pytestmark = pytest.mark.django_db
SAID = {"name": "周敏", "unit": "张店区水利局", "post": "科长", "since": date(2024, 5, 1), "source": "张组〔2024〕8 号"}


@pytest.fixture
def clerk():
    with inside(ZHANGDIAN):
        yield an_official(Role.TOWNSHIP_CLERK, QINGSHI)


def recorded(clerk, village=LIUGOU, **said):
    return commands.record_first_secretary(village=village, **(SAID | said), by=clerk, at=AT)


def test_a_first_secretary_is_entered_and_ended_from_the_village_s_page(clerk, client):
    client.force_login(clerk.user)
    page, new = reverse("benefits:village", args=[LIUGOU]), reverse("poverty:record_first_secretary", args=[LIUGOU])
    typed = SAID | {"since": "2024-05-01"}
    assert new in client.get(page).content.decode()

    assert client.post(new, typed | {"unit": ""}).status_code == 422
    shown = client.post(new, typed, follow=True).content.decode()
    row = FirstSecretary.objects.get()
    assert "周敏 第一书记" in shown and "张店区水利局 科长；2024-05-01 起" in shown and clerk.user.name in shown
    assert client.post(new, typed | {"since": "2025-01-01"}).status_code == 403
    end = reverse("poverty:end_first_secretary", args=[row.pk])
    assert end in shown
    shown = client.post(end, {"until": "2026-05-01", "source": "张组〔2026〕2 号"}, follow=True).content.decode()
    assert "2024-05-01 至 2026-04-30" in shown and "登记离任" not in shown
    assert "王强" in client.post(new, typed | {"name": "王强", "since": "2026-05-01"}, follow=True).content.decode()

    kinds = Event.objects.filter(kind__startswith="first_secretary", outcome="done").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["first_secretary.recorded", "first_secretary.ended", "first_secretary.recorded"]
    client.force_login(an_official(Role.COUNTY_REVIEWER).user)
    assert new not in (read := client.get(page).content.decode()) and "周敏" in read


def test_a_village_has_one_first_secretary_at_a_time_and_a_record_is_withdrawn_never_edited(clerk):
    row = recorded(clerk)
    recorded(clerk, SHANGPING)

    with pytest.raises(NotAllowed, match="已有第一书记"):
        recorded(clerk, name="王强", since=date(2025, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        FirstSecretary.objects.filter(pk=row.pk).update(unit="别的单位")
    with pytest.raises(NotAllowed, match="终止日不晚于起始日"):
        commands.end_first_secretary(secretary_id=row.pk, until=date(2024, 5, 1), source="函", by=clerk, at=AT)
    with pytest.raises(NotAllowed, match="理由"):
        commands.withdraw_first_secretary(secretary_id=row.pk, why=" ", by=clerk, at=AT)
    commands.withdraw_first_secretary(secretary_id=row.pk, why="村名填错", by=clerk, at=AT)

    assert recorded(clerk, name="王强").name == "王强"
    row.refresh_from_db()
    assert (row.withdrawn_why, row.withdrawn_by) == ("村名填错", clerk)


@pytest.mark.parametrize(("village", "since", "sentence"), [
    (ELSEWHERE, date(2024, 5, 1), "本乡镇各村"), (QINGSHI, date(2024, 5, 1), "本乡镇各村"), (LIUGOU, date(2027, 1, 1), "晚于今天"),
])  # fmt: skip
def test_who_is_sent_elsewhere_or_not_yet_is_not_recorded(clerk, village, since, sentence):
    with pytest.raises(NotAllowed, match=sentence):
        recorded(clerk, village, since=since)
