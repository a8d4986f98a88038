"""For every fact a scheme asks about: the same family with that fact not recorded is unknown, and the answer names the fact."""
import copy

import pytest

from benefits import rules
from benefits.rules.facts import TABLES
from benefits.rules.lacking import COLUMNS, KEYS
from tests.rules import described, given, unknown_guiyang

COUPLE = {"husband": {"born": "1950-01-01"}, "wife": {"born": "1952-05-10"}}
SON = {"id": "son", "sex": "male", "born": "1978-03-03"}
TIER = [{"name": "minimum_living_subsidy_tier", "since": "2012-01-01", "value": "50.00", "unit": "yuan per person per month"}]
LINE = [{"name": "rural_minimum_living_line", "since": "2010-01-01", "value": "100.00", "unit": "yuan per person per month"}]
ALLOWANCE = {"since": "2010-01-01", "until": None, "kind": "rural", "members": ["husband", "wife", "son"], "subsidy_month": "60.00"}
ELDER = {"id": "elder", "sex": "female", "born": "1977-01-01", "died": "1999-09-09"}
LOST, LOST_NOW = {**SON, "died": "2005-05-05"}, {**SON, "died": "2012-03-05"}
ADOPTED = {**SON, "origin": "adoption", "since": "1990-01-01"}
STRUCK = {**SON, "died": "2013-08-10"}
SICK = {"since": "2000-01-01", "grade": 2}

YOUNG = {"husband": {"born": "1975-01-01"}, "wife": {"born": "1977-01-01"}}
GIRL = {"id": "girl", "sex": "female", "born": "2004-04-04"}
CERTIFICATE = {"kind": "only_child", "holder": "wife", "issued": "2006-01-01", "number": "样例0001"}
PAIR = "couple:husband+wife"
VILLAGE = {"place": "370303100201", "poor": True, "income_per_person": {"2012": "9000.00"}}
CITY = [{"name": "city_income_per_person", "since": "2012-01-01", "value": "10500.00", "unit": "yuan per person per year"}]


LINES = [
    *LINE,
    {"name": "urban_minimum_living_line", "since": "2010-01-01", "value": "200.00", "unit": "yuan per person per month"},
]  # fmt: skip
HARDSHIP = [{"kind": "fp_hardship", "since": "2012-01-01"}]
DESTITUTE = [{"kind": "destitute_by_injury", "since": "2013-01-01"}]
AWAY = {"born": "1975-01-01", "hukou": [{"since": "1975-01-01", "kind": "rural", "place": "310104"}]}
POOR = [{"kind": "poor_household", "since": "2012-01-01"}]
SENIOR = {"on": "2018-06-20", "kind": "senior_entrance"}
STUDENT = {"id": "girl", "sex": "female", "born": "1995-04-04", "admission": [{"on": "2013-08-20", "level": "bachelor", "full_time": True}]}
PREMIUM = [{"name": "medical_premium", "since": "2010-01-01", "value": "60.00", "unit": "yuan per person per year"}]

OF_A_COUPLE = {
    ("couples.married", "husband、wife"): "couples.0.married", ("couples.ended", "husband、wife"): "couples.0.ended",
    ("died", "husband"): "members.0.died", ("died", "wife"): "members.1.died", ("born", "wife"): "members.1.born",
    ("hukou", "wife"): "members.1.hukou", ("hukou.since", "wife"): "members.1.hukou.0.since",
    ("status", "household"): "status", ("status.since", "household"): "status.0.on", ("children", "wife"): "children",
    ("children.within_policy", "girl"): "children.0.within_policy",
}  # fmt: skip


def _pledged(third):
    """A couple with two girls and a third child, of which something decides whether they have three."""
    children = [GIRL, {**GIRL, "id": "second"}, {**GIRL, "id": "third", **third}]
    status = [{"kind": "fewer_births_pledge", "on": "2012-05-10"}]
    return described.case(place="620921", window="2012-05", family={**YOUNG, "children": children, "status": status})


TABLE = [
    *unknown_guiyang.TABLE,
    ("fewer_births_reward", PAIR, _pledged({"died": "2010-01-01"}), OF_A_COUPLE | {("died", "third"): "members.4.died"}),
    ("fewer_births_reward", PAIR, _pledged({"born": "2012-09-09"}), {("born", "third"): "members.4.born"}),
    ("fewer_births_reward", PAIR, _pledged({"origin": "step"}), {("children.origin", "third"): "children.2.origin"}),
    (
        "fewer_births_reward", PAIR, _pledged({"origin": "adoption", "since": "2013-01-01"}),
        {("children.since", "third"): "children.2.since"},
    ),
    (
        "second_child_waiver_award", PAIR,
        described.case(place="410802", window="2011-03", family={
            **YOUNG, "children": [GIRL], "status": [{"kind": "gave_up_second_child", "on": "2011-03-10"}]}),
        OF_A_COUPLE | {
            ("children.origin", "girl"): "children.0.origin", ("born", "girl"): "members.2.born", ("died", "girl"): "members.2.died",
        },
    ),
    (
        "second_child_waiver_award", PAIR,
        described.case(place="410802", window="2011-03", family={
            **YOUNG, "children": [GIRL, {**GIRL, "id": "boy", "origin": "adoption", "since": "2013-01-01"}],
            "status": [{"kind": "gave_up_second_child", "on": "2011-03-10"}]}),
        {("children.since", "boy"): "children.1.since"},
    ),
    (
        "only_child_parent_allowance", "husband",
        described.case(place="410802", window="2012-03", family={**YOUNG, "children": [GIRL], "certificates": [CERTIFICATE]}),
        {
            ("died", "husband"): "members.0.died", ("hukou", "husband"): "members.0.hukou", ("hukou.since", "husband"): "members.0.hukou.0.since",
            ("children", "husband"): "children", ("children.origin", "girl"): "children.0.origin", ("born", "girl"): "members.2.born",
            ("died", "girl"): "members.2.died", ("certificates", "wife"): "certificates", ("certificates.issued", "wife"): "certificates.0.issued",
        },
    ),
    (
        "only_child_parent_allowance", "husband",
        described.case(place="410802", window="2012-03", family={
            **YOUNG, "children": [{**GIRL, "origin": "adoption", "since": "2008-01-01"}], "certificates": [CERTIFICATE]}),
        {("children.since", "girl"): "children.0.since", ("certificates.kind", "wife"): "certificates.0.kind"},
    ),
    (
        "minimum_living_referral", "household",
        described.case(place="370303", window="2013-05", values=LINES, family={
            **COUPLE, "status": HARDSHIP, "income": [{"year": 2013, "other_per_person_month": "70.00"}]}),
        {
            ("status", "household"): "status", ("status.since", "household"): "status.0.since", ("income", "household"): "income",
            ("income.other_per_person_month", "household"): "income.0.other_per_person_month", ("minimum_living", "husband"): "minimum_living",
        },
    ),
    (
        "minimum_living_referral", "household",
        described.case(place="370303", window="2013-05", values=LINES, family={
            "wife": COUPLE["wife"], "status": HARDSHIP, "income": [{"year": 2013, "other_per_person_month": "150.00"}]}),
        {
            ("died", "wife"): "members.0.died", ("hukou", "wife"): "members.0.hukou", ("hukou.since", "wife"): "members.0.hukou.0.since",
            ("hukou.kind", "wife"): "members.0.hukou.0.kind",
        },
    ),
    (
        "minimum_living_referral", "household",
        described.case(place="370303", window="2013-05", values=LINES, family={
            "wife": COUPLE["wife"], "status": HARDSHIP, "income": [{"year": 2013, "other_per_person_month": "70.00"}],
            "minimum_living": [{**ALLOWANCE, "members": ["wife"], "since": "2014-01-01"}]}),
        {("minimum_living.since", "wife"): "minimum_living.0.since"},
    ),
    (
        "minimum_living_referral", "household",
        described.case(place="370303", window="2013-05", values=LINES, family={
            "wife": COUPLE["wife"], "status": HARDSHIP, "income": [{"year": 2013, "other_per_person_month": "70.00"}],
            "minimum_living": [{**ALLOWANCE, "members": ["wife"]}]}),
        {("minimum_living.members", "wife"): "minimum_living.0.members"},
    ),
    (
        "welfare_fund_relief", "household",
        described.case(place="370303", window="2013-05", family={
            "wife": YOUNG["wife"], "children": [GIRL], "status": DESTITUTE}),
        {
            ("status", "household"): "status", ("status.since", "household"): "status.0.since", ("died", "wife"): "members.0.died",
            ("hukou", "wife"): "members.0.hukou", ("hukou.since", "wife"): "members.0.hukou.0.since", ("children", "wife"): "children",
            ("children.origin", "girl"): "children.0.origin", ("children.within_policy", "girl"): "children.0.within_policy",
            ("born", "girl"): "members.1.born",
        },
    ),
    (
        "welfare_fund_relief", "household",
        described.case(place="370303", window="2013-05", family={
            "husband": AWAY, "wife": YOUNG["wife"], "ended": "2010-01-01", "how": "divorced", "status": DESTITUTE, "children": [
                {**GIRL, "parents": ["wife"]}, {**GIRL, "id": "his", "parents": ["husband"], "within_policy": False},
                {**GIRL, "id": "adopted", "parents": ["wife"], "origin": "adoption", "since": "2014-01-01", "within_policy": False}]}),
        {
            ("couples.ended", "wife"): "couples.0.ended", ("couples", "wife"): "couples", ("children.since", "adopted"): "children.2.since",
        },
    ),
    (
        "welfare_fund_relief", "household",
        described.case(place="370303", window="2013-05", family={
            "husband": AWAY, "wife": YOUNG["wife"], "married": "2019-01-01", "status": DESTITUTE, "children": [
                {**GIRL, "parents": ["wife"]}, {**GIRL, "id": "his", "parents": ["husband"], "within_policy": False}]}),
        {("couples.married", "wife"): "couples.0.married"},
    ),
    (
        "exam_bonus", "girl",
        described.case(place="410802", window="2018-06", family={**YOUNG, "children": [{**GIRL, "exams": [SENIOR]}]}),
        {
            ("died", "girl"): "members.2.died", ("hukou", "girl"): "members.2.hukou", ("hukou.since", "girl"): "members.2.hukou.0.since",
            ("hukou.kind", "girl"): "members.2.hukou.0.kind", ("exams", "girl"): "members.2.exams", ("exams.on", "girl"): "members.2.exams.0.on",
            ("exams.kind", "girl"): "members.2.exams.0.kind", ("children", "girl"): "children",
        },
    ),
    (
        "exam_bonus", "girl",
        described.case(place="410802", window="2018-06", family={**YOUNG, "ended": "2010-01-01", "how": "divorced", "children": [
            {**GIRL, "exams": [SENIOR]}, {**GIRL, "id": "second", "died": "2009-01-01"},
            {**GIRL, "id": "adopted", "origin": "adoption", "since": "2019-01-01"}, {**GIRL, "id": "later", "born": "2020-01-01"}]}),
        {
            ("children.within_policy", "girl"): "children.0.within_policy", ("died", "second"): "members.3.died",
            ("children.since", "adopted"): "children.2.since", ("born", "later"): "members.5.born",
            ("children.origin", "girl"): "children.0.origin",
        },
    ),
    (
        "exam_bonus", "girl",
        described.case(place="410802", window="2018-06", family={**YOUNG, "ended": "2010-01-01", "how": "divorced", "children": [
            {**GIRL, "exams": [SENIOR], "parents": ["wife"]}, {**GIRL, "id": "his", "parents": ["husband"]}]}),
        {("couples.ended", "wife"): "couples.0.ended", ("couples", "wife"): "couples"},
    ),
    (
        "exam_bonus", "girl",
        described.case(place="410802", window="2018-06", family={**YOUNG, "married": "2019-01-01", "children": [
            {**GIRL, "exams": [SENIOR], "parents": ["wife"]}, {**GIRL, "id": "his", "parents": ["husband"]}]}),
        {("couples.married", "wife"): "couples.0.married"},
    ),
    (
        "new_undergraduate_relief", "girl",
        described.case(place="370303", window="2013-08", family={**YOUNG, "children": [STUDENT], "status": POOR}),
        {
            ("died", "girl"): "members.2.died", ("hukou", "girl"): "members.2.hukou", ("hukou.since", "girl"): "members.2.hukou.0.since",
            ("admission", "girl"): "members.2.admission", ("admission.on", "girl"): "members.2.admission.0.on",
            ("admission.level", "girl"): "members.2.admission.0.level", ("admission.full_time", "girl"): "members.2.admission.0.full_time",
            ("status", "household"): "status", ("status.since", "household"): "status.0.since", ("children", "girl"): "children",
            ("children.within_policy", "girl"): "children.0.within_policy", ("children.origin", "girl"): "children.0.origin",
        },
    ),
    (
        "new_undergraduate_relief", "girl",
        described.case(place="370303", window="2013-08", family={**YOUNG, "ended": "2010-01-01", "how": "divorced", "status": POOR, "children": [
            {**STUDENT, "parents": ["wife"]}, {**GIRL, "id": "second", "parents": ["wife"]},
            {"id": "his", "sex": "male", "born": "2004-04-04", "parents": ["husband"]},
            {**GIRL, "id": "adopted", "origin": "adoption", "since": "2014-01-01", "parents": ["wife"]},
            {**GIRL, "id": "dead", "died": "2012-01-01", "parents": ["wife"]}, {**GIRL, "id": "later", "born": "2020-01-01"}]}),
        {
            ("couples.ended", "wife"): "couples.0.ended", ("couples", "wife"): "couples", ("sex", "second"): "members.3.sex",
            ("children.since", "adopted"): "children.3.since", ("died", "dead"): "members.6.died", ("born", "later"): "members.7.born",
        },
    ),
    (
        "new_undergraduate_relief", "girl",
        described.case(place="370303", window="2013-08", family={**YOUNG, "married": "2019-01-01", "status": POOR, "children": [
            {**STUDENT, "parents": ["wife"]}, {"id": "his", "sex": "male", "born": "2004-04-04", "parents": ["husband"]}]}),
        {("couples.married", "wife"): "couples.0.married"},
    ),
    (
        "medical_premium_subsidy", "wife",
        described.case(place="370303", window="2013", values=PREMIUM, family={
            **YOUNG, "children": [GIRL], "minimum_living": [{**ALLOWANCE, "members": ["wife"]}]}),
        {
            ("died", "wife"): "members.1.died", ("hukou", "wife"): "members.1.hukou", ("hukou.since", "wife"): "members.1.hukou.0.since",
            ("minimum_living", "wife"): "minimum_living", ("minimum_living.since", "wife"): "minimum_living.0.since",
            ("minimum_living.members", "wife"): "minimum_living.0.members", ("children", "wife"): "children",
            ("children.within_policy", "girl"): "children.0.within_policy",
        },
    ),
    (
        "medical_premium_subsidy", "wife",
        described.case(place="370303", window="2013", values=PREMIUM, family={
            **YOUNG, "ended": "2010-01-01", "how": "divorced", "minimum_living": [{**ALLOWANCE, "members": ["wife"]}], "children": [
                {**GIRL, "parents": ["wife"]}, {**GIRL, "id": "his", "parents": ["husband"]},
                {**GIRL, "id": "adopted", "origin": "adoption", "since": "2014-01-01", "parents": ["wife"]},
                {**GIRL, "id": "dead", "died": "2012-01-01", "parents": ["wife"]}, {**GIRL, "id": "later", "born": "2020-01-01"}]}),
        {
            ("couples.ended", "wife"): "couples.0.ended", ("couples", "wife"): "couples", ("children.since", "adopted"): "children.2.since",
            ("died", "dead"): "members.5.died", ("born", "later"): "members.6.born", ("children.origin", "girl"): "children.0.origin",
        },
    ),
    (
        "medical_premium_subsidy", "wife",
        described.case(place="370303", window="2013", values=PREMIUM, family={
            **YOUNG, "married": "2019-01-01", "minimum_living": [{**ALLOWANCE, "members": ["wife"]}], "children": [
                {**GIRL, "parents": ["wife"]}, {**GIRL, "id": "his", "parents": ["husband"]}]}),
        {("couples.married", "wife"): "couples.0.married"},
    ),
    (
        "medical_premium_subsidy", "household",
        described.case(place="410802", window="2013", values=PREMIUM, family={
            "wife": YOUNG["wife"], "children": [STUDENT | {"hukou": "urban"}, {**GIRL, "id": "second", "hukou": "urban"}]}),
        {
            ("hukou.kind", "wife"): "members.0.hukou.0.kind", ("sex", "second"): "members.2.sex", ("hukou", "wife"): "members.0.hukou",
            ("died", "wife"): "members.0.died",
        },
    ),
    (
        "village_director_allowance", "wife",
        described.case(place="370303", window="2013-05", values=CITY, village=VILLAGE, family={"wife": {
            "born": "1972-01-01", "post": [{"since": "2012-01-01", "kind": "village_fp_director"}]}}),
        {
            ("died", "wife"): "members.0.died", ("hukou", "wife"): "members.0.hukou", ("hukou.since", "wife"): "members.0.hukou.0.since",
            ("post", "wife"): "members.0.post", ("post.since", "wife"): "members.0.post.0.since", ("post.kind", "wife"): "members.0.post.0.kind",
            ("village.poor", "village"): "village.poor", ("village.income_per_person", "village"): "village.income_per_person.2012",
            ("village", "household"): "village",
        },
    ),
    (
        "surgical_complication_assistance", "wife",
        described.case(place="210100", window="2013-01", family={"wife": {
            "born": "1970-01-01", "complication": [{"since": "2012-01-01", "grade": 2, "certified": True}]}}),
        {
            ("died", "wife"): "members.0.died", ("hukou", "wife"): "members.0.hukou", ("hukou.since", "wife"): "members.0.hukou.0.since",
            ("complication", "wife"): "members.0.complication", ("complication.since", "wife"): "members.0.complication.0.since",
            ("complication.grade", "wife"): "members.0.complication.0.grade",
            ("complication.certified", "wife"): "members.0.complication.0.certified",
        },
    ),
    (
        "rural_reward", "husband",
        described.case(place="210100", window=2012, family={**COUPLE, "children": [SON]}),
        {
            ("born", "husband"): "members.0.born", ("died", "husband"): "members.0.died", ("hukou", "husband"): "members.0.hukou",
            ("hukou", "wife"): "members.1.hukou", ("hukou.kind", "husband"): "members.0.hukou.0.kind",
            ("hukou.since", "husband"): "members.0.hukou.0.since", ("children", "husband"): "children", ("died", "son"): "members.2.died",
            ("born", "son"): "members.2.born", ("children.origin", "son"): "children.0.origin",
            ("children.within_policy", "son"): "children.0.within_policy", ("disability", "son"): "members.2.disability",
        },
    ),
    (
        "rural_reward", "husband",
        described.case(place="210100", window=2012, family={**COUPLE, "wife": {"born": "1952-05-10", "hukou": "urban"}, "children": [SON],
                                                          "ended": "2009-05-05", "how": "divorced"}),
        {("couples", "husband"): "couples", ("couples.ended", "husband"): "couples.0.ended"},
    ),
    (
        "rural_reward", "husband",
        described.case(place="210100", window=2012, family={**COUPLE, "wife": {"born": "1952-05-10", "hukou": "urban"}, "children": [SON],
                                                          "married": "2013-05-05"}),
        {("couples.married", "husband"): "couples.0.married"},
    ),
    (
        "rural_reward", "husband",
        described.case(place="210100", window=2012, family={**COUPLE, "wife": {"born": "1952-05-10", "died": "2009-05-05", "hukou": "urban"},
                                                          "children": [SON]}),
        {("died", "wife"): "members.1.died"},
    ),
    (
        "rural_reward", "husband",
        described.case(place="210100", window=2012, family={**COUPLE, "children": [
            {"id": "elder", "sex": "female", "born": "1978-01-01"}, {"id": "younger", "sex": "female", "born": "1980-01-01"}]}),
        {("sex", "younger"): "members.3.sex"},
    ),
    (
        "rural_reward", "husband",
        described.case(place="210100", window=2012, family={**COUPLE, "children": [{**SON, "origin": "adoption", "since": "1985-01-01"}]}),
        {("children.since", "son"): "children.0.since"},
    ),
    (
        "rural_reward", "husband",
        described.case(place="210100", window=2012, family={
            **COUPLE, "children": [SON], "confirmations": [{"scheme": "rural_reward", "beneficiary": "husband", "on": "2010-01-01"}]}),
        {("confirmations.on", "husband"): "confirmations.0.on"},
    ),
    (
        "special_assistance_death", "husband",
        described.case(place="210100", window="2012-03", family={**COUPLE, "husband": {"born": "1964-01-01"}, "children": [LOST]}),
        {
            ("born", "husband"): "members.0.born", ("died", "husband"): "members.0.died", ("hukou", "husband"): "members.0.hukou",
            ("hukou.since", "husband"): "members.0.hukou.0.since", ("sex", "husband"): "members.0.sex", ("born", "wife"): "members.1.born",
            ("couples", "husband"): "couples", ("couples.married", "husband"): "couples.0.married", ("couples.ended", "husband"): "couples.0.ended",
            ("died", "wife"): "members.1.died", ("children", "husband"): "children", ("children.origin", "son"): "children.0.origin",
            ("born", "son"): "members.2.born", ("died", "son"): "members.2.died",
        },
    ),
    (
        "special_assistance_death", "wife",
        described.case(place="210100", window="2012-03", family={**COUPLE, "children": [LOST_NOW, ELDER]}),
        {("disability", "son"): "members.2.disability", ("children.within_policy", "son"): "children.0.within_policy"},
    ),
    (
        "special_assistance_death", "wife",
        described.case(place="210100", window="2012-03", family={**COUPLE, "children": [{**LOST_NOW, "disability": [{**SICK, "grade": 4}]}]}),
        {
            ("disability.grade", "son"): "members.2.disability.0.grade",
        },
    ),
    (
        "special_assistance_death", "wife",
        described.case(place="210100", window="2012-03", family={**COUPLE, "children": [{**LOST_NOW, "disability": [{**SICK, "certified": False}]}]}),
        {("disability.certified", "son"): "members.2.disability.0.certified"},
    ),
    (
        "special_assistance_death", "wife",
        described.case(place="210100", window="2012-03", family={
            **COUPLE, "children": [{**LOST_NOW, "disability": [{**SICK, "since": "2012-04-01"}]}]}),
        {("disability.since", "son"): "members.2.disability.0.since"},
    ),
    (
        "special_assistance_death", "wife",
        described.case(place="210100", window="2012-03", family={**COUPLE, "children": [{**ADOPTED, "died": "2005-05-05"}]}),
        {("children.since", "son"): "children.0.since"},
    ),
    (
        "special_assistance_death", "wife",
        described.case(place="210100", window="2014-03", family={**COUPLE, "children": [LOST]}),
        {("hukou.kind", "wife"): "members.1.hukou.0.kind"},
    ),
    (
        "special_assistance_disability", "husband",
        described.case(place="210100", window="2014-03", family={
            **COUPLE, "husband": {"born": "1970-01-01"}, "children": [{**SON, "disability": [SICK]}]}),
        {
            ("born", "husband"): "members.0.born", ("died", "husband"): "members.0.died", ("hukou", "husband"): "members.0.hukou",
            ("hukou.since", "husband"): "members.0.hukou.0.since", ("hukou.kind", "husband"): "members.0.hukou.0.kind",
            ("sex", "husband"): "members.0.sex", ("born", "wife"): "members.1.born", ("couples", "husband"): "couples",
            ("couples.married", "husband"): "couples.0.married", ("couples.ended", "husband"): "couples.0.ended",
            ("children", "husband"): "children", ("children.origin", "son"): "children.0.origin", ("born", "son"): "members.2.born",
            ("died", "son"): "members.2.died", ("disability", "son"): "members.2.disability",
            ("disability.grade", "son"): "members.2.disability.0.grade", ("disability.since", "son"): "members.2.disability.0.since",
            ("disability.certified", "son"): "members.2.disability.0.certified",
        },
    ),
    (
        "special_assistance_disability", "wife",
        described.case(place="210100", window="2014-03", family={**COUPLE, "children": [{**ADOPTED, "disability": [SICK]}, ELDER]}),
        {("children.since", "son"): "children.0.since", ("children.within_policy", "son"): "children.0.within_policy"},
    ),
    (
        "minimum_living_uplift", "wife",
        described.case(place="370303", window="2013-03", values=TIER, family={
            **COUPLE, "children": [SON], "minimum_living": [ALLOWANCE], "status": [{"kind": "fp_hardship", "since": "2010-01-01"}]}),
        {
            ("died", "wife"): "members.1.died", ("hukou", "wife"): "members.1.hukou", ("hukou.since", "wife"): "members.1.hukou.0.since",
            ("minimum_living", "wife"): "minimum_living", ("minimum_living.since", "wife"): "minimum_living.0.since",
            ("minimum_living.members", "wife"): "minimum_living.0.members", ("status", "household"): "status",
            ("status.since", "household"): "status.0.since",
        },
    ),
    (
        "minimum_living_uplift", "wife",
        described.case(place="520115", window="2014-03", values=LINE, family={**COUPLE, "children": [SON], "minimum_living": [ALLOWANCE]}),
        {
            ("minimum_living.kind", "wife"): "minimum_living.0.kind", ("children", "wife"): "children", ("died", "son"): "members.2.died",
            ("born", "son"): "members.2.born", ("children.origin", "son"): "children.0.origin",
            ("children.within_policy", "son"): "children.0.within_policy",
        },
    ),
    (
        "minimum_living_uplift", "wife",
        described.case(place="520115", window="2014-03", values=LINE, family={
            **COUPLE, "children": [{**SON, "parents": ["husband"]}], "minimum_living": [ALLOWANCE]}),
        {("couples", "wife"): "couples", ("couples.married", "wife"): "couples.0.married", ("couples.ended", "wife"): "couples.0.ended"},
    ),
    (
        "minimum_living_uplift", "wife",
        described.case(place="520115", window="2014-03", values=LINE, family={**COUPLE, "minimum_living": [ALLOWANCE], "children": [
            {**ADOPTED, "sex": "female"}, {"id": "younger", "sex": "female", "born": "1980-01-01"}]}),
        {("sex", "younger"): "members.3.sex", ("children.since", "son"): "children.0.since"},
    ),
    (
        "minimum_living_uplift", "wife",
        described.case(place="620921", window="2012-03", values=LINE, choices={"PC-33": "line_uplift"}, family={
            **COUPLE, "children": [SON], "minimum_living": [{**ALLOWANCE, "subsidy_month": "60.00"}],
            "income": [{"year": 2012, "other_per_person_month": "30.00"}]}),
        {
            ("minimum_living.subsidy_month", "wife"): "minimum_living.0.subsidy_month", ("income", "household"): "income",
            ("income.other_per_person_month", "household"): "income.0.other_per_person_month",
        },
    ),
    (
        "bereavement_lump_sum", "household",
        described.case(place="520115", window="2013-08", family={**COUPLE, "ended": "2005-01-01", "how": "widowed", "children": [STRUCK]}),
        {
            ("died", "son"): "members.2.died", ("children", "husband"): "children", ("couples", "husband"): "couples",
            ("couples.how", "husband"): "couples.0.how", ("children.origin", "son"): "children.0.origin", ("born", "son"): "members.2.born",
        },
    ),
    (
        "bereavement_lump_sum", "household",
        described.case(place="520115", window="2013-08", family={**COUPLE, "ended": "2013-08-11", "how": "divorced", "children": [STRUCK]}),
        {("couples.ended", "husband"): "couples.0.ended", ("sex", "wife"): "members.1.sex"},
    ),
    (
        "bereavement_lump_sum", "household",
        described.case(place="520115", window="2013-08", family={"wife": {"born": "1952-05-10"}, "children": [
            {**ADOPTED, "died": "2013-08-10"}, ELDER]}),
        {
            ("died", "wife"): "members.0.died", ("children.since", "son"): "children.0.since",
            ("children.within_policy", "son"): "children.0.within_policy",
        },
    ),
    (
        "bereavement_lump_sum", "household",
        described.case(place="520115", window="2013-08", family={**COUPLE, "children": [STRUCK], "couples": [
            {"husband": "husband", "wife": "wife", "married": "1976-01-01", "ended": "2005-01-01", "how": "divorced"},
            {"husband": "husband", "wife": "wife", "married": "2008-01-01", "ended": None, "how": None}]}),
        {("couples.married", "husband"): "couples.1.married"},
    ),
    (
        "bereavement_lump_sum", "wife",
        described.case(place="520115", window="2013-08", choices={"PC-08": "custodial_parent_only"}, family={
            **COUPLE, "ended": "2005-01-01", "how": "divorced", "children": [{**STRUCK, "custody": "wife"}]}),
        {("children.custody", "son"): "children.0.custody"},
    ),
]  # fmt: skip
ROWS = [(scheme, who, case, fact, path) for scheme, who, case, facts in TABLE for fact, path in facts.items()]


def _without(case, path):
    case = copy.deepcopy(case)
    *steps, last = path.split(".")
    place = case if path.startswith("village") else case["household"]
    for step in steps:
        place = place[int(step)] if step.isdigit() else place[step]
    del place[last]
    return case


@pytest.mark.parametrize(("scheme", "who", "case", "fact", "path"), ROWS, ids=[f"{row[0]} {' of '.join(row[3])}" for row in ROWS])
def test_a_fact_that_is_not_recorded_leaves_the_answer_unknown_and_is_named(scheme, who, case, fact, path):
    answer = given.evaluate(_without(case, path))

    refused = given.refusal(answer, scheme, who)
    assert refused["answer"] == "unknown"
    assert " of ".join(fact) in [item["name"] for item in refused["unknown"]]
    assert all(item["text"].startswith(("未录入", f"{case['place']} 在")) for item in refused["unknown"])
    assert given.unmet(refused)["met"] == "unknown"


@pytest.mark.parametrize(("scheme", "who", "case"), [row[:3] for row in TABLE], ids=[f"{row[0]} {n}" for n, row in enumerate(TABLE)])
def test_with_everything_recorded_nothing_is_unknown(scheme, who, case):
    refused = given.refusal(given.evaluate(case), scheme, who)

    assert refused is None or refused["answer"] == "no"


@pytest.mark.parametrize("scheme", sorted(rules.SCHEMES))
def test_every_fact_of_the_scheme_is_among_these(scheme):
    tested = {fact for row, _, _, (fact, _), _ in ROWS if row == scheme}

    assert {_public(fact) for fact in rules.SCHEMES[scheme].facts if _may_be_unrecorded(fact)} <= tested


def _public(fact):
    table, _, column = fact.partition(".")
    if not column:
        return fact
    table_name = "" if table == "persons" else KEYS.get(table, table) + "."
    return table_name + COLUMNS.get(fact, column)


def _may_be_unrecorded(fact):
    table, _, column = fact.partition(".")
    columns = TABLES.get({"marriages": "couples", "kin": "children"}.get(table, table))
    return fact != "members" and (not column or (column in columns.columns and columns.columns[column].nullable))
