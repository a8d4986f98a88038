"""What the database refuses of the register, in words a person reads."""
from accounts.stored import gettext as _
from benefits.payouts import guards


def spoken(event, subject=None):
    """A constraint broken inside the block is refused with its sentence; any other fault of the database passes."""
    return guards.spoken(event, subject, sentences=_sentences)


def _sentences():
    apart = _("登记、移交、部门答复不能由登记人自己办理，同一人的几个账号也不行。")
    given = _("请填写落实的内容：加分填分值，面积填平方米，减免和参保补贴填实际金额，保险填承保机构、保费和止期，其他填落实内容。")
    return {
        "one_registration_of_an_item_at_a_time": _("这一事项在这段时间里已经登记过。请打开原登记查看，或把起止日期错开。"),
        "registration_ends_after_it_begins": _("止期应晚于起期，请核对日期。"),
        "what_was_not_looked_up_says_its_grounds": _("这一事项不能只凭档案核定，请写明认定依据。"),
        "a_wish_is_about_care": _("养老照料须填本人意愿。"),
        "what_was_given_is_said_in_its_kind": given,
        "a_refusal_says_why": _("请写明部门未落实的理由。"),
        "an_end_says_why": _("请写明原因。"),
        "registrar_is_not_who_refers": apart,
        "registrar_is_not_who_answers": apart,
        "a_person_is_insured_once_in_a_policy": _("有人在这份保险里重复，请核对参保名单。"),
        "insuredperson_ends_after_it_begins": _("保险止期应晚于起期，请核对日期。"),
        "an_insurer_that_refuses_says_why": _("保险公司不赔时，请写明它的答复。"),
    }
