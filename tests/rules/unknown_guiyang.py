"""The families of `test_unknown.py` for the 贵阳 schemes: who is asked about, and for each fact (name in the answer, whose) the path taken out."""
from tests.rules import described

ALLOWANCE = {"since": "2010-01-01", "until": None, "kind": "rural", "subsidy_month": "60.00"}
YOUNG = {"husband": {"born": "1970-03-02"}, "wife": {"born": "1972-08-11"}}
GIRL = {"id": "girl", "sex": "female", "born": "1995-04-04"}
SECOND = {"id": "second", "sex": "female", "born": "1999-09-09"}
ADOPTED_GIRL = {**SECOND, "origin": "adoption", "since": "2001-01-01"}
ADMITTED = {**GIRL, "admission": [{"on": "2013-08-20", "level": "bachelor", "full_time": True}]}
PUPIL = {**GIRL, "school": [{"since": "2012-09-01", "until": "2015-07-01", "stage": "senior"}]}
UNABLE = {"born": "1972-08-11", "disability": [{"since": "2012-05-01", "grade": 2, "lost_labour": True}]}
ABLE = [{"kind": "able_to_run_project", "since": "2013-07-01"}, {"kind": "integrity_programme", "since": "2012-01-01"}]
GRANT = [{"on": "2013-10-15", "kind": "industry", "standard": "3000.00"}]
VILLAGE = {"place": "520115102201", "poor": True, "out_of_policy_births": {"2010": 0, "2011": 0, "2012": 0}, "support_standard": "200000.00"}
LIVING = {"housing": {"urban_area_per_person": "15.00", "middle_lower_income": True}}


def _complication(grade, since):
    return {"wife": {"born": "1972-08-11", "complication": [{"since": since, "grade": grade, "certified": True}]}}


OF_A_COMPLICATION = {
    ("died", "wife"): "members.0.died", ("hukou", "wife"): "members.0.hukou", ("hukou.since", "wife"): "members.0.hukou.0.since",
    ("complication", "wife"): "members.0.complication", ("complication.since", "wife"): "members.0.complication.0.since",
    ("complication.grade", "wife"): "members.0.complication.0.grade", ("complication.certified", "wife"): "members.0.complication.0.certified",
}  # fmt: skip


def _family_kind(scheme, window, **more):
    """What says which kind of family a household is: two girls, one of them adopted, the younger the husband's alone."""
    wife, husband = {**YOUNG["wife"], "hukou": "urban"}, YOUNG["husband"]
    case = described.case(place="520115", window=window, family={"husband": husband, "wife": wife, "children": [GIRL, ADOPTED_GIRL], **more})
    boy = {**SECOND, "id": "boy", "sex": "male", "parents": ["wife"]}
    apart = described.case(place="520115", window=window, family={
        "husband": husband, "wife": wife, "children": [GIRL, boy], "ended": "2005-01-01", "how": "divorced", **more})
    later = described.case(place="520115", window=window, family={
        "husband": husband, "wife": wife, "children": [GIRL | {"parents": ["husband"]}, boy], "married": "2015-05-05", **more})
    return [
        (scheme, "household", case, {
            ("hukou", "husband"): "members.0.hukou", ("hukou.since", "husband"): "members.0.hukou.0.since",
            ("hukou.kind", "husband"): "members.0.hukou.0.kind", ("died", "husband"): "members.0.died", ("sex", "second"): "members.3.sex",
            ("born", "second"): "members.3.born", ("children", "husband"): "children", ("children.origin", "second"): "children.1.origin",
            ("children.within_policy", "second"): "children.1.within_policy", ("children.since", "second"): "children.1.since",
        }),
        (scheme, "household", apart, {("couples.ended", "husband"): "couples.0.ended"}),
        (scheme, "household", later, {("couples.married", "husband"): "couples.0.married"}),
    ]  # fmt: skip


def _family_kind_of_planned(scheme, window, **more):
    """What says that a household is a 计划生育家庭."""
    husband = YOUNG["husband"]
    case = described.case(place="520115", window=window, family={"husband": husband, "children": [GIRL], **more})
    adopted = described.case(place="520115", window=window, family={
        "husband": husband, "children": [{**ADOPTED_GIRL, "within_policy": True}, {
            **SECOND, "id": "third", "origin": "adoption", "since": "2015-05-05", "within_policy": False}], **more})
    later = described.case(place="520115", window=window, family={
        "husband": husband, "children": [GIRL, {**SECOND, "born": "2015-05-05", "within_policy": False}], **more})
    unlawful = [GIRL | {"parents": ["husband"]}, {**SECOND, "within_policy": False, "parents": ["wife"]}]
    apart = described.case(place="520115", window=window, family={**YOUNG, "children": unlawful, "ended": "2005-01-01", "how": "divorced", **more})
    unmarried = described.case(place="520115", window=window, family={**YOUNG, "children": unlawful, "married": "2015-05-05", **more})
    return [
        (scheme, "household", case, {
            ("died", "husband"): "members.0.died", ("children", "husband"): "children", ("children.origin", "girl"): "children.0.origin",
            ("children.within_policy", "girl"): "children.0.within_policy",
        }),
        (scheme, "household", adopted, {("children.since", "third"): "children.1.since"}),
        (scheme, "household", later, {("born", "second"): "members.2.born"}),
        (scheme, "household", apart, {("couples.ended", "husband"): "couples.0.ended"}),
        (scheme, "household", unmarried, {("couples.married", "husband"): "couples.0.married"}),
    ]  # fmt: skip


# scheme, who is asked about, the family, and for each fact (name in the answer, whose): the path that is taken out.


# scheme, who is asked about, the family, and for each fact the path that is taken out
TABLE = [
    (
        "complication_lump_sum", "wife", described.case(place="520115", window="2013-09", family=_complication(1, "2013-09-10")), OF_A_COMPLICATION,
    ),
    (
        "complication_living_allowance", "wife", described.case(place="520115", window="2014-03", family=_complication(2, "2013-09-10")),
        OF_A_COMPLICATION,
    ),
    (
        "college_award", "girl",
        described.case(place="520115", window="2013-08", family={**YOUNG, "children": [ADMITTED, ADOPTED_GIRL]}),
        {
            ("died", "girl"): "members.2.died", ("hukou", "girl"): "members.2.hukou", ("hukou.since", "girl"): "members.2.hukou.0.since",
            ("admission", "girl"): "members.2.admission", ("admission.on", "girl"): "members.2.admission.0.on", ("children", "girl"): "children",
            ("sex", "second"): "members.3.sex", ("born", "second"): "members.3.born", ("children.origin", "second"): "children.1.origin",
            ("children.since", "second"): "children.1.since", ("children.within_policy", "second"): "children.1.within_policy",
            ("minimum_living", "girl"): "minimum_living",
        },
    ),
    (
        "college_award", "girl",
        described.case(place="520115", window="2013-08", family={
            "husband": YOUNG["husband"], "children": [ADMITTED], "minimum_living": [{**ALLOWANCE, "members": ["girl"]}]}),
        {
            ("hukou.kind", "husband"): "members.0.hukou.0.kind", ("minimum_living.members", "girl"): "minimum_living.0.members",
            ("minimum_living.since", "girl"): "minimum_living.0.since",
        },
    ),
    (
        "college_award", "girl",
        described.case(place="520115", window="2013-08", family={
            **YOUNG, "children": [ADMITTED | {"parents": ["husband"]}, {**SECOND, "sex": "male", "parents": ["wife"]}], "ended": "2005-01-01",
            "how": "divorced"}),
        {("couples.ended", "husband"): "couples.0.ended"},
    ),
    (
        "college_award", "girl",
        described.case(place="520115", window="2013-08", family={
            **YOUNG, "children": [ADMITTED | {"parents": ["husband"]}, {**SECOND, "sex": "male", "parents": ["wife"]}], "married": "2015-05-05"}),
        {("couples.married", "husband"): "couples.0.married"},
    ),
    (
        "disabled_parent_student_aid", "girl",
        described.case(place="520115", window="2013", family={**YOUNG, "wife": UNABLE, "children": [PUPIL]}),
        {
            ("died", "girl"): "members.2.died", ("hukou", "girl"): "members.2.hukou", ("hukou.since", "girl"): "members.2.hukou.0.since",
            ("school", "girl"): "members.2.school", ("school.since", "girl"): "members.2.school.0.since",
            ("school.stage", "girl"): "members.2.school.0.stage", ("children", "girl"): "children",
            ("children.origin", "girl"): "children.0.origin", ("children.within_policy", "girl"): "children.0.within_policy",
            ("disability", "wife"): "members.1.disability", ("disability.since", "wife"): "members.1.disability.0.since",
            ("disability.kind", "wife"): "members.1.disability.0.kind", ("disability.lost_labour", "wife"): "members.1.disability.0.lost_labour",
            ("disability.certified", "wife"): "members.1.disability.0.certified",
        },
    ),
    (
        "disabled_parent_student_aid", "girl",
        described.case(place="520115", window="2013", family={**YOUNG, "wife": UNABLE, "children": [
            PUPIL, {**SECOND, "within_policy": False, "born": "2013-05-05"},
            {"id": "third", "sex": "male", "born": "2005-05-05", "origin": "adoption", "since": "2013-05-05", "within_policy": False}]}),
        {("born", "second"): "members.3.born", ("children.since", "third"): "children.2.since"},
    ),
    (
        "disabled_parent_student_aid", "girl",
        described.case(place="520115", window="2013", family={
            **YOUNG, "wife": UNABLE, "children": [PUPIL | {"parents": ["wife"]}, {**SECOND, "within_policy": False, "parents": ["husband"]}],
            "ended": "2005-01-01", "how": "divorced"}),
        {("couples.ended", "wife"): "couples.0.ended"},
    ),
    (
        "disabled_parent_student_aid", "girl",
        described.case(place="520115", window="2013", family={
            **YOUNG, "wife": UNABLE, "children": [PUPIL | {"parents": ["wife"]}, {**SECOND, "within_policy": False, "parents": ["husband"]}],
            "married": "2015-05-05"}),
        {("couples.married", "wife"): "couples.0.married"},
    ),
    *_family_kind("project_fund", "2013-07", status=ABLE),
    (
        "project_fund", "household", described.case(place="520115", window="2013-07", family={**YOUNG, "children": [GIRL], "status": ABLE}),
        {("status", "household"): "status", ("status.since", "household"): "status.1.since"},
    ),
    *_family_kind("rural_house_title", "2014-03"),
    *_family_kind_of_planned("poverty_aid_uplift", "2013-10", poverty_grants=GRANT),
    (
        "poverty_aid_uplift", "household",
        described.case(place="520115", window="2013-10", family={"husband": YOUNG["husband"], "children": [GIRL], "poverty_grants": GRANT}),
        {
            ("hukou", "husband"): "members.0.hukou", ("hukou.since", "husband"): "members.0.hukou.0.since",
            ("hukou.kind", "husband"): "members.0.hukou.0.kind",
            ("poverty_grants", "household"): "poverty_grants", ("poverty_grants.on", "household"): "poverty_grants.0.on",
            ("poverty_grants.standard", "household"): "poverty_grants.0.standard",
        },
    ),
    *_family_kind_of_planned("public_rental_housing", "2014-03", **LIVING),
    (
        "public_rental_housing", "household", described.case(place="520115", window="2014-03", family={**YOUNG, "children": [GIRL], **LIVING}),
        {
            ("housing.urban_area_per_person", "household"): "housing.urban_area_per_person",
            ("housing.middle_lower_income", "household"): "housing.middle_lower_income",
        },
    ),
    (
        "village_support_uplift", "village", described.case(place="520115", window="2013", family={"wife": YOUNG["wife"]}, village=VILLAGE),
        {
            ("village.poor", "village"): "village.poor", ("village.support_standard", "village"): "village.support_standard",
            ("village.out_of_policy_births", "village"): "village.out_of_policy_births.2011",
        },
    ),
    (
        "three_combination_cash", "household",
        described.case(place="520115", window="2014", family={
            "wife": YOUNG["wife"], "minimum_living": [{**ALLOWANCE, "members": ["wife"]}],
            "status": [{"kind": "poor_household", "since": "2013-01-01"}]}),
        {
            ("died", "wife"): "members.0.died", ("status", "household"): "status", ("status.since", "household"): "status.0.since",
            ("minimum_living", "wife"): "minimum_living", ("minimum_living.members", "wife"): "minimum_living.0.members",
            ("minimum_living.since", "wife"): "minimum_living.0.since",
        },
    ),
    (
        "catastrophic_reimbursement", "wife",
        described.case(place="520115", window="2014", family={
            "wife": YOUNG["wife"], "medical": [{"year": 2014, "member": "wife", "own_compliant_cost": "18000.00"}]}),
        {
            ("died", "wife"): "members.0.died", ("hukou", "wife"): "members.0.hukou", ("hukou.since", "wife"): "members.0.hukou.0.since",
            ("medical", "wife"): "medical", ("medical.own_compliant_cost", "wife"): "medical.0.own_compliant_cost",
        },
    ),
]  # fmt: skip
