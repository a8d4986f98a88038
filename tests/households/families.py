"""Invented families for tests, described as a clerk would enter them."""
from dataclasses import replace
from datetime import date
from itertools import count

from accounts.roles import Role
from households import identity
from households.entry import (
    AccountEntry,
    CertificateEntry,
    ChildEntry,
    CoupleEntry,
    FamilyEntry,
    HukouEntry,
    MinimumLivingEntry,
    PersonEntry,
)
from tests.builders import LIUGOU, QINGSHI, a_post

_serial = count(1)


def a_number(born, sex):
    """An ID number nobody has (area 999xxx)."""
    serial = next(_serial)
    seventeen = f"{999001 + serial // 400}{born:%Y%m%d}{serial % 400 * 2 + (sex == 'male'):03d}"
    return seventeen + identity.check_digit(seventeen)


def a_person(key, name, relation, born, sex, **more):
    """Alive, with a rural hukou, unless said otherwise."""
    said = {"death": None, "hukou": (HukouEntry("rural"),), "number": a_number(born, sex)} | more
    return PersonEntry(key=key, name=name, relation=relation, born=born, sex=sex, **said)


def two_girls(**more):
    """刘志国 and 张桂兰 of 柳沟 with two daughters: everything rural_reward asks for is recorded."""
    people = (
        a_person("adult-0", "刘志国", "0", date(1967, 8, 3), "male", marital="first"),
        a_person("adult-1", "张桂兰", "1", date(1966, 3, 12), "female", marital="first"),
        a_person("child-0", "刘芳", "3", date(1989, 5, 20), "female"),
        a_person("child-1", "刘敏", "3", date(1992, 11, 2), "female"),
    )
    both = ("adult-0", "adult-1")
    said = {
        "village": LIUGOU,
        "people": people,
        "group": "3",
        "address": "柳沟村 3 组 27 号",
        "hukou_book": "Y04127733",
        "phone": "139 0000 0127",
        "couples": (CoupleEntry(*both),),
        "children": tuple(ChildEntry(key, both, "birth", None, True) for key in ("child-0", "child-1")),
        "certificates": (),
        "minimum_living": (),
    }
    return FamilyEntry(**{**said, **more})


def a_bereaved_couple(**more):
    """The only child died in 2015; a certificate, 低保 and an account are recorded."""
    people = (
        a_person("adult-0", "单建民", "0", date(1962, 2, 28), "male"),
        a_person("adult-1", "曾秀英", "1", date(1963, 6, 1), "female"),
        a_person("child-0", "单小军", "2", date(1988, 9, 9), "male", death=date(2015, 4, 20), disability=()),
    )
    both = ("adult-0", "adult-1")
    said = {
        "village": LIUGOU,
        "people": people,
        "couples": (CoupleEntry(*both, since=date(1986, 5, 1)),),
        "children": (ChildEntry("child-0", both, "birth", None, True),),
        "certificates": (CertificateEntry("adult-1", date(1990, 6, 1), None, "样例000001"),),
        "minimum_living": (MinimumLivingEntry("rural", date(2016, 1, 1), both, None, 18000),),
        "accounts": (AccountEntry("adult-1", "曾秀英", "农商银行", "6217000000000000004"),),
    }
    return FamilyEntry(**{**said, **more})


def changed(entry, key, **values):
    """The entry with one person's fields replaced."""
    people = tuple(replace(person, **values) if person.key == key else person for person in entry.people)
    return replace(entry, people=people)


def a_clerk(place=QINGSHI):
    return a_post(Role.TOWNSHIP_CLERK, place)
