"""A signed run's rosters are printed, signed and sealed once, handed out with a trace, and known again by anybody who holds one."""
import hashlib
import subprocess
import sys

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.refusal import NotAllowed
from accounts.roles import Role
from audits.jobs import engine
from audits.models import Download, Event, Seal
from benefits.models import Roster
from benefits.payouts import commands as payouts
from benefits.rosters import commands, signing, views
from households.models import Person
from tests.benefits.books import Officials, a_beneficiary, a_run_at, an_official, in_county, owed, publish
from tests.builders import AT, GUANSHANHU, SHANGPING, a_post, inside
from tests.fixtures.databases import as_owner
from tests.rosters import reading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_signer(settings, tmp_path_factory):
    settings.LIDAO_SIGNING_DIR = tmp_path_factory.getbasetemp() / "signing"
    cache.clear()


@pytest.fixture
def officials():
    return Officials()


def made(roster):
    """The roster once its job has worked."""
    engine.work(roster.job_id)
    roster.refresh_from_db()
    return roster


def words(pdf):
    """Everything a paper says, without its spaces."""
    return "".join("".join(sheet.all_text.split()) for sheet in reading.read(pdf))


def a_sealed_roster(officials, names=("张桂兰", "李秀英"), **more):
    publish(*(owed(a_beneficiary(name)) for name in names))
    return made(a_run_at("signed", officials, **more).rosters.get())


def test_a_signed_run_is_printed_as_it_was_frozen(officials):
    with in_county():
        roster = a_sealed_roster(officials)
        pdf = bytes(roster.seal.content)
        people = {person.name: person for person in Person.objects.all()}

    text = words(pdf)
    for name in ("张桂兰", "李秀英"):
        number = people[name].number()
        assert name in text and f"{'*' * 14}{number[-4:]}" in text
        assert number not in text and number[6:14] not in text
    for expected in (roster.number, "2026年农村部分计划生育家庭奖励扶助资金发放清册", "960.00元/年", "1,920.00", "人民币壹仟玖佰贰拾元整",
                     "柳沟村3组", officials.preparer.user.name, officials.signer.user.name, roster.code):  # fmt: skip
        assert expected.replace(" ", "") in text


def test_the_sealed_bytes_are_signed_and_known_by_their_hash(officials):
    with in_county():
        roster = a_sealed_roster(officials)
        pdf = bytes(roster.seal.content)

    assert signing.verify(pdf).intact
    assert hashlib.sha256(pdf).digest() == bytes(roster.seal.sha256)


def test_a_roster_is_made_once(officials):
    with in_county():
        roster = a_sealed_roster(officials)

        with pytest.raises(NotAllowed, match="不用重新制作"):
            commands.make_roster_again(roster_id=roster.pk, by=officials.signer, at=AT)
        with pytest.raises(NotAllowed, match="已经封存"):
            commands.seal_roster(roster_id=roster.pk, pdf=b"other", code="X", by=officials.signer, at=AT)
        assert Seal.objects.count() == 1


def test_a_character_without_a_glyph_stops_the_roster_and_is_named(officials):
    with in_county():
        publish(owed(a_beneficiary("王\U0003134a兰")))
        run = a_run_at("signed", officials)
        roster = made(run.rosters.get())
        assert (roster.seal, roster.job.state) == (None, "failed")
        assert "王\U0003134a兰" in roster.job.error and "U+3134A" in roster.job.error

        again = commands.make_roster_again(roster_id=roster.pk, by=officials.signer, at=AT)
        assert again.job != roster.job


def test_a_big_run_is_printed_township_by_township_in_volumes(officials, monkeypatch):
    monkeypatch.setattr(commands, "MOST_LINES", 2)
    with in_county():
        here = [a_beneficiary(f"第{n}人") for n in range(3)]
        there = a_beneficiary("别镇人", village="370303101201")
        publish(*(owed(person) for person in (*here, there)))
        run = a_run_at("signed", officials)

        rosters = run.rosters.order_by("first_line").values_list("division_code", "first_line", "last_line", "lines", "total_fen")

        assert list(rosters) == [("370303100000", 1, 2, 2, 192000), ("370303100000", 3, 3, 1, 96000), ("370303101000", 4, 4, 1, 96000)]


def test_lines_left_out_leave_a_gap_that_the_paper_explains(officials):
    with in_county():
        publish(*(owed(a_beneficiary(name, account=name != "无账户")) for name in ("张桂兰", "无账户", "李秀英")))
        roster = made(a_run_at("signed", officials).rosters.get())

        text = words(bytes(roster.seal.content))

    assert "无账户" not in text and "故有缺号" in text
    assert (roster.first_line, roster.last_line, roster.lines) == (1, 3, 2)


def test_every_download_is_on_record(officials, client):
    with in_county():
        roster = a_sealed_roster(officials)
    auditor = a_post(Role.AUDITOR)
    client.force_login(auditor.user)

    response = client.get(reverse("benefits:download_roster", args=[roster.pk]))

    with in_county():
        assert response.content == bytes(roster.seal.content)
        assert [download.user for download in Download.objects.all()] == [auditor.user]
        assert Event.objects.filter(kind="roster.downloaded", user=auditor.user).count() == 1
    page = client.get(reverse("benefits:downloads")).content.decode()
    assert f"{roster.number}.pdf" in page and auditor.user.name in page
    assert client.get(reverse("benefits:export_downloads")).content[:2] == b"PK"


def test_another_county_is_not_handed_the_roster(officials, client):
    with in_county():
        roster = a_sealed_roster(officials)
    client.force_login(a_post(Role.AUDITOR, GUANSHANHU).user)

    assert client.get(reverse("benefits:download_roster", args=[roster.pk])).status_code == 404


def test_an_unfinished_roster_is_not_handed_out(officials):
    with in_county():
        publish(owed(a_beneficiary()))
        roster = a_run_at("signed", officials).rosters.get()

        with pytest.raises(NotAllowed, match="还没有制作完成"):
            commands.download_roster(roster_id=roster.pk, by=officials.finance, at=AT)


def asked(client, pdf=None, code=None):
    """What the verification page says to somebody who is not signed in."""
    if code is not None:
        response = client.get(reverse("benefits:verification"), {"code": code})
    else:
        response = client.post(reverse("benefits:verification"), {"file": SimpleUploadedFile("清册.pdf", pdf)})
    assert response.status_code == 200
    return response.context["verdict"], response.content.decode()


def test_an_unchanged_file_is_known_without_naming_anybody_in_it(officials, client):
    with in_county():
        roster = a_sealed_roster(officials)
        pdf = bytes(roster.seal.content)

    verdict, page = asked(client, pdf)

    assert verdict.state == "unchanged"
    for expected in (roster.number, roster.title, "山东省淄博市张店区", "1,920.00", bytes(roster.seal.sha256).hex(), officials.signer.user.name):
        assert expected in page
    assert "张桂兰" not in page and "李秀英" not in page


def test_a_changed_file_is_told_from_one_never_seen(officials, client):
    with in_county():
        pdf = bytes(a_sealed_roster(officials).seal.content)

    changed = pdf[:-40] + bytes([pdf[-40] ^ 1]) + pdf[-39:]
    assert asked(client, changed)[0].state == "changed"
    assert asked(client, pdf + b"\n%%EOF\n")[0].state == "changed"
    assert asked(client, b"%PDF-1.7 something else")[0].state == "unknown"


def test_a_code_is_known_however_it_is_typed(officials, client):
    with in_county():
        roster = a_sealed_roster(officials)

    for typed in (roster.code, roster.code.lower(), roster.code.replace("-", " "), roster.code.replace("0", "O").replace("1", "l")):
        assert asked(client, code=typed)[0].paper.number == roster.number
    assert client.get(reverse("benefits:verify_code", args=[roster.code])).context["verdict"].paper.number == roster.number


def test_a_code_nobody_printed_is_unknown(client):
    assert asked(client, code="7F3K-92QX-AB1D")[0].state == "unknown"


def test_a_revoked_roster_is_void_until_its_successor_is_signed(officials, client):
    with in_county():
        publish(owed(a_beneficiary()))
        first = a_run_at("signed", officials)
        roster = made(first.rosters.get())
        pdf = bytes(roster.seal.content)
        payouts.discard_payout_run(run_id=first.pk, reason="印错", by=officials.signer, at=AT)
    assert asked(client, pdf)[0].state == "void"

    with in_county():
        run = a_run_at("signed", officials, replaces_id=first.pk)
        second = made(run.rosters.get())
        corrected = bytes(second.seal.content)

    verdict, page = asked(client, pdf)
    assert (verdict.state, second.version) == ("superseded", 2)
    assert "已被第 2 版替代" in page and run.number in page
    assert f"替代{first.number}" in words(corrected)
    assert asked(client, corrected)[0].state == "unchanged"


def test_the_question_anybody_may_ask_shows_no_row_of_the_tables(officials):
    with in_county():
        roster = a_sealed_roster(officials)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM benefits_roster")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT number FROM roster_verified(%s, NULL)", [roster.code])
        assert cursor.fetchone() == (roster.number,)
        cursor.execute("SELECT * FROM roster_verified(NULL, NULL)")
        assert cursor.fetchall() == []


def test_whoever_asks_too_often_waits(client, monkeypatch):
    monkeypatch.setattr(views, "MOST_QUESTIONS", 2)

    answers = [client.get(reverse("benefits:verification"), {"code": "7F3K-92QX-AB1D"}).status_code for _ in range(3)]

    assert answers == [200, 200, 429]


def test_nothing_and_too_much_are_refused_with_a_sentence(client, monkeypatch):
    nothing = client.post(reverse("benefits:verification"), {})
    monkeypatch.setattr("benefits.rosters.forms.MOST_BYTES", 10)
    too_much = client.post(reverse("benefits:verification"), {"file": SimpleUploadedFile("清册.pdf", b"x" * 11)})

    assert (nothing.status_code, too_much.status_code) == (422, 422)
    assert "请先选择" in nothing.content.decode() and "超过 20 MB" in too_much.content.decode()


def test_the_offline_program_and_the_root_are_handed_to_anybody(officials, client, tmp_path):
    with in_county():
        pdf = bytes(a_sealed_roster(officials).seal.content)
    for name, content in (
        ("verify_offline.py", client.get(reverse("benefits:verification_program")).content),
        ("root.pem", client.get(reverse("benefits:verification_root")).content),
        ("清册.pdf", pdf),
    ):
        (tmp_path / name).write_bytes(content)

    checked = subprocess.run([sys.executable, "verify_offline.py", "清册.pdf", "root.pem"], cwd=tmp_path, capture_output=True, text=True)

    assert (checked.returncode, checked.stderr) == (0, "")
    assert "未被改动" in checked.stdout


@pytest.mark.django_db(transaction=True)
def test_a_sealed_roster_is_not_changed_by_the_owner_either(officials):
    with in_county():
        a_sealed_roster(officials, names=("张桂兰",))
    with as_owner():
        for act in ("UPDATE benefits_roster SET code = 'X'", "DELETE FROM benefits_roster", "UPDATE audits_seal SET content = 'X'"):
            with in_county(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(act)
    with in_county():
        assert Roster.objects.get().seal is not None


def test_whoever_may_not_sees_no_roster(client):
    client.force_login(a_post(Role.TOWNSHIP_CLERK).user)

    assert client.get(reverse("benefits:rosters")).status_code == 403


def test_the_list_of_rosters_says_where_each_stands(officials, client):
    with in_county():
        a_sealed_roster(officials, names=("张桂兰",))
        publish(owed(a_beneficiary("王\U0003134a兰", village=SHANGPING)))
        made(a_run_at("signed", officials).rosters.get())
    client.force_login(officials.signer.user)

    page = client.get(reverse("benefits:rosters")).content.decode()

    assert "已封存" in page and "制作停止" in page and "重新制作" in page


def test_a_roster_of_another_place_keeps_its_scope(officials):
    with in_county():
        a_sealed_roster(officials, names=("张桂兰",))
    with inside(GUANSHANHU):
        assert not Roster.objects.exists()
        assert an_official(Role.AUDITOR, GUANSHANHU).role == Role.AUDITOR
