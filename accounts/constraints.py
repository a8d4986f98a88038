"""What the database refuses, in words a person reads: one table, the name of a constraint to its sentence.

A trigger's own sentence is Chinese and may hold a number or a name: it is told and recorded as it is, and another language tells the table's.
A test asks for a sentence for every name that a trigger raises.
"""
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop as _

from accounts import stored
from accounts.refusal import NotAllowed

_RESTRICT_VIOLATION = "23001"  # raised by our own triggers
_ENDS = "_ends_after_it_begins"


@contextmanager
def spoken(event, subject=None):
    """A constraint broken inside the block is refused with its sentence; any other fault of the database passes."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        said = sentence(error)
        if said is None:
            raise
        raise NotAllowed(said, event=event, subject=subject) from error


def name(error):
    """The name of the constraint an IntegrityError is about, "" when it has none."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


def sentence(error):
    """What the broken constraint says to the person who acts, None when it says nothing."""
    broken = name(error)
    words = SENTENCES.get(broken) or (SENTENCES[_ENDS] if broken.endswith(_ENDS) else None)
    if error.__cause__.sqlstate == _RESTRICT_VIOLATION:
        return stored.in_both(error.__cause__.diag.message_primary, words)
    return stored.gettext(words) if words else None


_APART = _("初核、复核、签发、交银行须由不同的人办理，同一人的几个账号也不行。")
_NOT_THE_REGISTRAR = _("登记、移交、部门答复不能由登记人自己办理，同一人的几个账号也不行。")
_GIVEN = _("请填写落实的内容：加分填分值，面积填平方米，减免和参保补贴填实际金额，保险填承保机构、保费和止期，其他填落实内容。")
_TWO_HOMES = _("核算之后有家庭迁移或另立，同一对象出现在两户，请退回重算，看过新的明细再审批、发布。")
_ONCE_A_YEAR = _("本县今年已公布过一次动态调整，一年之内只调整一次。")
SENTENCES = {
    # Families
    _ENDS: _("有一项记录的终止日不晚于起始日，请核对日期。"),
    "number_is_recorded_once_in_a_county": _("身份证号已在本县登记过，不能重复登记。请打开原档案修改，或与登记单位核对。"),
    "person_has_one_hukou_at_a_time": _("户口性质的起止日期重叠，同一天只能有一种户口。请先撤回或截止原记录。"),
    "person_has_one_disability_grade_at_a_time": _("残疾记录的起止日期重叠，同一天只能有一个等级。请先撤回或截止原记录。"),
    "person_has_one_complication_grade_at_a_time": _("手术并发症记录的起止日期重叠。请先撤回或截止原记录。"),
    "person_is_in_one_school_stage_at_a_time": _("学段的起止日期重叠。请先撤回或截止原记录。"),
    "person_lives_in_one_place_at_a_time": _("现居住地的起止日期重叠。请先撤回或截止原记录。"),
    "person_has_one_pension_at_a_time": _("参保记录的起止日期重叠。请先撤回或截止原记录。"),
    "person_sits_an_exam_once_a_day": _("这一天的考试已有记录。如需更正，请先撤回原记录并写明原因。"),
    "person_has_one_medical_cost_a_year": _("这一年的医疗自付已有记录。如需更正，请先撤回原记录并写明原因。"),
    "household_has_one_income_a_year": _("这一年的家庭收入已有记录。如需更正，请先撤回原记录并写明原因。"),
    "household_is_registered_as_poor_one_way_at_a_time": _("建档立卡登记的起止日期重叠，同一天只能有一种。请先撤回或截止原记录。"),
    "household_is_housed_one_way_at_a_time": _("住房情况的起止日期重叠。请先撤回或截止原记录。"),
    "person_has_one_account_at_a_time": _("同一天只能有一个收款账户。请先撤回或截止原账户。"),
    "person_has_one_home_at_a_time": _("有成员已在另一户核定资格，不能在两户同时核定。请先在原户移出。"),
    "person_dies_once": _("死亡日期已有记录。如需更正，请先撤回原记录并写明原因。"),
    "parentage_is_recorded_once": _("这一亲子关系已有记录。如需更正，请先撤回原记录并写明原因。"),
    "disability_grade_is_one_to_four": _("残疾等级应为 1 至 4 级。"),
    "complication_grade_is_one_to_four": _("手术并发症等级应为 1 至 4 级。"),
    "subsidy_is_not_negative": _("低保补助额不能是负数。"),
    "a_page_is_registered_once": _("这一页已经提交过，请到家庭档案查看。"),
    "household_number_is_given_once": _("档案号重复，请再提交一次。"),
    # Payouts and funds
    "one_open_payout_per_entitlement": _("有应发项已在另一批次中待发，请等那一批办结或作废后再试。"),
    "preparer_is_not_reviewer": _APART,
    "preparer_is_not_signer": _APART,
    "reviewer_is_not_signer": _APART,
    "preparer_is_not_exporter": _APART,
    "reviewer_is_not_exporter": _APART,
    "signer_is_not_exporter": _APART,
    "the_dead_are_paid_through_their_heir": _("有领款人已登记死亡，不能通过。请先登记继承领款人并重新比对，或选缓发。"),
    "money_goes_to_a_person_with_an_account": _("有人没有领款人或收款账户，不能通过。请先补录账户并重新比对，或选缓发。"),
    "a_payout_is_handed_over_once": _("这一批已交银行，不能再交一次。"),
    "a_fund_never_gives_what_it_does_not_hold": _("基金余额不足，支出不能超过余额。请核对金额，或待新的收入到账再办理。"),
    "one_grant_of_a_registration_at_a_time": _("有登记在这段时间已提出或批准发放，请刷新页面，看过现在的名单再办理。"),
    "a_fund_grant_is_decided_by_another_person": _("提出救助的人不能自己审批，请由另一人办理。"),
    "a_county_names_a_fund_once": _("本县已有同名的基金。"),
    "a_payout_is_confirmed_or_returned_once": _("这一笔已有银行回执，不能再登记。"),
    # The register
    "one_registration_of_an_item_at_a_time": _("这一事项在这段时间里已经登记过。请打开原登记查看，或把起止日期错开。"),
    "registration_ends_after_it_begins": _("止期应晚于起期，请核对日期。"),
    "what_was_not_looked_up_says_its_grounds": _("这一事项不能只凭档案核定，请写明认定依据。"),
    "a_wish_is_about_care": _("养老照料须填本人意愿。"),
    "what_was_given_is_said_in_its_kind": _GIVEN,
    "a_refusal_says_why": _("请写明部门未落实的理由。"),
    "an_end_says_why": _("请写明原因。"),
    "registrar_is_not_who_refers": _NOT_THE_REGISTRAR,
    "registrar_is_not_who_answers": _NOT_THE_REGISTRAR,
    "a_person_is_insured_once_in_a_policy": _("有人在这份保险里重复，请核对参保名单。"),
    "insuredperson_ends_after_it_begins": _("保险止期应晚于起期，请核对日期。"),
    "an_insurer_that_refuses_says_why": _("保险公司不赔时，请写明它的答复。"),
    # Recovery
    "one_recovery_plan_is_proposed_at_a_time": _("已有一项办法待审批，请等它有结论后再拟。"),
    "a_recovery_plan_is_decided_by_another_person": _("提出办法的人不能自己审批，请由另一人办理。"),
    "a_receipt_is_booked_once": _("这笔退款已经登记。"),
    # Wrong payments
    "a_payout_goes_astray_once": _("这笔发放已登记错发，不能再登记一次。"),
    "a_wrong_payment_is_booked_whole": _("错发的收付明细与所登记的不符。"),
    "a_wrong_payment_is_confirmed_by_another_person": _("登记错发的人不能自己审核，请由另一人办理。"),
    "a_wrong_payment_is_what_the_bank_was_handed": _("错发的金额与交付银行的不符。"),
    "misdirected_money_is_booked_with_its_confirmation": _("错发只在审核通过时入账、撤销。"),
    "money_does_not_go_astray_twice": _("有人的收款账户仍是错发的账户，请先更正账户并重新比对，或选缓发。"),
    "nothing_is_due_to_a_receiver": _("错发款的实际收款人没有应发额。"),
    "only_confirmed_money_went_astray": _("只有银行已确认到账的发放才能登记错发；没有到账的请登记退汇。"),
    "what_was_written_off_is_not_paid_again": _("这笔发放中有一期的多发已经核销，不能再按错发重发，请另行研究。"),
    "a_wrong_payment_is_reversed_by_another_person": _("提出撤销的人不能自己审核，请由另一人办理。"),
    "a_wrong_payment_is_reversed_whole": _("撤销错发须整笔冲回原来的收付明细。"),
    "what_was_paid_again_is_not_taken_back": _("原款已经补发或已列入发放批次，错发不能撤销。"),
    "what_came_back_is_not_taken_back": _("追回案件已有退款或核销，错发不能撤销。"),
    "wrong_payments_are_never_deleted": _("错发登记不删除，可以不予通过。"),
    "wrong_payments_are_never_edited": _("错发登记后不改写，通过、撤销都由另一人审核。"),
    "wrong_payments_begin_proposed": _("错发从登记开始，由另一人审核。"),
    # Opening balances
    "an_entitlement_is_one_key": _("表中有月份已经结转入账，请作废本表后按更正的文件重新上传。"),
    # Projects
    "project_ends_after_it_begins": _("计划完工日期应晚于开工日期，请核对日期。"),
    "a_standard_names_its_document": _("填了帮扶标准就要写明标准依据及文号，没有标准的两项都空着。"),
    "a_project_that_grants_has_a_standard": _("这类项目到户安排资金物资，请填写帮扶标准及文号：提高和上浮都以它为基数。"),
    "a_project_grant_rises_from_a_standard": _("这个项目没有帮扶标准，不能安排资金物资：没有基数，算不出提高和上浮。请撤销后按帮扶标准另行拟定。"),
    "works_start_in_the_order_of_villages": _("只有以工代赈、饮水和抗旱防涝工程可以直接开工，开工时存档各村次序。"),
    "a_project_names_a_source_once": _("这个项目已有同名的资金来源，请在原来源上登记到位和支出。"),
    "a_project_spends_what_it_received": _("支出不能超过到位资金，请核对金额，或待资金到位后再登记支出。"),
    "a_family_applies_once_for_a_project": _("这一户已申请这个项目，不能重复申请。"),
    "an_application_has_one_grant_at_a_time": _("这一户在这个项目中已有待审批或已批准的资金物资。"),
    "a_family_has_one_development_fund": _("项目发展基金每户只安排一次，这一户已有待审批或已批准的项目发展基金。"),
    "a_project_grant_is_never_below_its_floor": _("金额低于文件规定的最低额，请按页面所列的最低额提出。"),
    "a_project_has_one_ranking_at_a_time": _("这个项目已有排序，请刷新页面。"),
    # Loans
    "a_county_names_a_loan_fund_once": _("本县已有同名的信贷资金。"),
    "a_loan_fund_never_lends_what_it_does_not_hold": _("信贷资金余额不足。请核对金额，或待借款归还后再办理。"),
    "an_application_has_one_loan_at_a_time": _("这份申请已有待审批或已发放的借款。"),
    # Runs
    "a_one_off_is_claimed_once": _("批次中有一次性项目已有申领记录，请退回重算，该户会列入待核问题，核实后再办。"),
    "a_run_says_once_what_is_due": _TWO_HOMES,
    "a_run_asks_once": _TWO_HOMES,
    "what_is_due_is_what_the_book_says": _("勾稽不平：应发合计与应发明细合计不符，没有发布任何明细。请退回重算；仍不平时请联系系统管理员。"),
    # Adjustments
    "standards_are_adjusted_once_a_year": _ONCE_A_YEAR,
    "one_adjustment_takes_effect_in_a_year": _ONCE_A_YEAR,
    "a_place_states_one_value_from_a_day": _("本县已有自同一天起的同名标准，请先核对，再作废本方案重新提出。"),
    # What triggers say: without the numbers and names the database puts into its own sentence.
    "a_blocked_run_is_not_approved": _("核算批次缺政策标准，请先补录标准并重算。"),
    "a_changed_value_covers_what_it_touches": _("政策标准已变更：核算批次须全县从变更涉及的年份算到已入账的最后一期。"),
    "a_closed_account_is_handed_nothing": _("拟制之后有收款账户停用，不能照此发放。请退回批次重新比对；已签发的由县级签发撤销后重拟。"),
    "a_confirmed_value_has_a_whole_citation": _("确认的标准须有规范性文件的文号、标题、发文机关和日期。"),
    "a_discarded_run_pays_nobody": _("批次作废前须先撤下全部发放记录。"),
    "a_document_is_cited_where_it_is_registered": _("别的县登记的文件，本县不能引用；请在本县登记文号。"),
    "a_drawn_family_is_ticked_once": _("抽查户在待抽查时逐户核对一次，不能改动。"),
    "a_finished_simulation_saw_every_family": _("测算须算过本县的每一户才算完成。"),
    "a_fund_grant_is_approved_by_its_county": _("基金救助由县级审批。"),
    "a_fund_lends_what_was_approved": _("发放的借款与已批准的不符。"),
    "a_fund_line_is_of_the_county_of_its_fund": _("没有这个基金，或它不属于本县。"),
    "a_fund_pays_by_a_registered_document": _("基金救助须依据本县登记的规范性文件，文号、标题、发文机关和日期齐全。"),
    "a_fund_pays_what_was_approved": _("救助支出与已批准的救助不符。"),
    "a_fund_receipt_is_of_an_approved_grant": _("领款收据只为已批准的救助出具。"),
    "a_fund_stays_as_it_was_opened": _("基金设立后不改写，收支另记明细。"),
    "a_grant_is_of_a_registration_that_stands": _("只能为本户仍有效的奖补登记发放；撤销、未落实或终止的不发放。"),
    "a_grant_lies_within_its_registration": _("发放期间须在登记的起止日期之内。"),
    "an_appropriation_is_no_donation": _("专项经费的收入登记为拨款，公益金和关怀基金的收入登记为捐赠。"),
    "an_appropriation_pays_registered_measures": _("专项经费只发放已登记的奖补事项，救助请从公益金或关怀基金提出。"),
    "registrar_is_not_who_grants": _("登记人不能自己提出或批准发放，请由另一人办理。"),
    "what_a_department_gave_is_not_granted_again": _("责任部门已答复落实，不由本系统再发放。答复有误的，先终止登记，重新登记后再提出。"),
    "what_was_granted_is_not_refused": _("这笔登记已按本县文件发放，不能撤销或登记未落实；发错的请先在基金页冲正。"),
    "a_grant_goes_to_a_ranked_family": _("只能为已确认排序中的申请提出资金物资。"),
    "a_hand_over_is_answered_once": _("移交的内容不能改动，答复也只有一次。"),
    "a_line_is_reversed_by_another_person": _("记账或批准的人不能自己冲正，请由另一人办理。"),
    "a_line_is_reversed_whole": _("冲正须整笔冲回原明细。"),
    "a_loan_fund_stays_as_it_was_opened": _("信贷资金设立后不改写，收支另记明细。"),
    "a_loan_is_of_a_fund_of_its_county": _("借款只从本县的信贷资金发放，先提出、再批准。"),
    "a_loan_is_repaid_no_more_than_was_lent": _("还款合计不能超过借款金额，请核对。"),
    "a_loan_line_is_of_the_county_of_its_fund": _("没有这笔信贷资金，或它不属于本县。"),
    "a_loan_line_is_reversed_whole": _("冲正须由另一人整笔冲回原来的明细。"),
    "a_loan_of_a_project_rests_on_its_ranking": _("借款只借给同类项目已确认排序中的申请。"),
    "a_part_belongs_to_a_payout_in_sight": _("发放构成所属的发放记录不在本辖区内。"),
    "a_part_is_where_and_as_open_as_its_payout": _("发放构成须与其发放记录同地，并与其同时在办、同时了结。"),
    "a_payout_belongs_to_a_run_in_sight": _("发放记录所属的批次不在本辖区内。"),
    "a_payout_lies_in_its_runs_place": _("发放记录不在批次的辖区内。"),
    "a_payout_run_keeps_what_it_is_about": _("发放批次的项目、期间和对比批次不能改动，请作废后重拟。"),
    "a_payout_stays_in_its_run": _("发放记录不能移到别的批次。"),
    "a_project_begins_as_a_draft": _("项目先拟定，会商后才能受理申请。"),
    "a_project_grant_is_of_its_project": _("资金物资的年度和帮扶标准与项目的不符。"),
    "a_project_grant_is_not_recorded_once_more": _("这一户当年的扶贫项目资金物资已由项目记入，不再另录；确是另一笔的，请按它自己的帮扶标准录入。"),
    "a_project_grants_no_more_than_it_received": _("已批准和已撤销而尚未追回的资金物资不能超过到位资金，请核对金额，或待资金到位、追回后再批准。"),
    "a_published_adjustment_states_its_values": _("调整方案公布时须同时写入全部新标准。"),
    "a_recorded_grant_is_not_granted_once_more": _(
        "这一户当年的扶贫资金物资已由乡镇录入，再由项目安排会重复上浮。请先由乡镇经办撤回那条记录；确是另一笔的，撤回后按它自己的帮扶标准重录。"
    ),
    "a_recovery_closes_when_nothing_is_open": _("追回案件尚有多发未结，或已无多发。"),
    "a_recovery_is_of_an_overpayment": _("没有多发，不能立追回案件。"),
    "a_recovery_notice_is_of_an_open_case": _("告知书只为未结的追回案件出具。"),
    "a_recovery_plan_is_of_a_case_in_sight": _("没有这个追回案件，或它不属于本辖区。"),
    "a_repayment_is_reversed_whole": _("冲正须整笔冲回原来的退款。"),
    "a_repaid_loan_is_not_taken_back": _("这笔借款已有还款，不能冲回：还款录错的先冲正还款，其余由家庭归还。"),
    "a_revoked_project_grant_is_not_paid": _("批次中有扶贫项目资金已经撤销，不能发放。请先重新核算并发布，再作废本批重拟。"),
    "a_roster_is_of_a_signed_run": _("清册只为已签发的批次制作。"),
    "a_rule_change_covers_the_whole_ledger": _("规则已更新：核算批次须全县从首个账期算到已入账的最后一期。"),
    "a_run_keeps_its_families": _("核算批次核算哪些户不能改动。"),
    "a_run_keeps_what_it_is_about": _("核算批次的项目、期间和申请人不能改动。"),
    "a_run_line_points_at_its_key": _("核算明细所指的应发项不是它自己的，请退回重算。"),
    "a_run_speaks_of_its_families": _("核算批次只能写入它所核算的户。"),
    "a_settled_run_leaves_nothing_open": _("批次还有发放记录没有银行回执。"),
    "a_simulation_is_of_a_value_awaiting_confirmation": _("模拟核算只为本县待确认的标准进行。"),
    "a_value_is_confirmed_after_a_fresh_simulation": _("标准没有在最近一次变更之后完成的模拟核算，请先重新模拟。"),
    "a_village_is_raised_once": _(
        "该村当年的上浮已在扶贫项目中到户安排，不再录村扶持标准，以免重复上浮。请由乡镇经办把这个村的扶持标准留空，重新录入。"
    ),
    "a_wrong_account_is_paid_nothing": _("有人的收款账户登记过错发，尚未更正，也没有核实后重新登记，请先办理并重新比对，或选缓发。"),
    "adjusted_values_are_frozen": _("测算之后不能改动调整标准，请先退回选择再测算。"),
    "adjustments_are_never_deleted": _("调整方案不删除，可以作废。"),
    "adjustments_begin_proposed": _("调整方案从提出开始。"),
    "adjustments_move_along_their_states": _("调整方案现在不能这样办理，请刷新页面看最新状态。"),
    "an_adjustment_keeps_its_growth": _("调整方案的指数、基期和口径不能改动，可以作废后另提。"),
    "an_adjustment_keeps_who_chose": _("调整方案由谁提出、选定不能改动。"),
    "an_adjustment_rests_on_a_fresh_simulation": _("调整方案测算之后有变更，请重新测算。"),
    "an_adjustment_without_a_result_is_not_approved": _("调整方案还有缺项，请补录后重新测算。"),
    "an_announcement_is_of_a_published_adjustment": _("公告和名单只为已公布的调整方案制作。"),
    "an_opening_balance_is_its_entries": _("期初结转表的合计与明细不符。"),
    "an_opening_in_use_stands": _("该项目已有应发记录，首个账期不能再改。"),
    "anomalies_are_decided_first": _("还有异常未定，请逐条选通过、缓发或剔除。"),
    "applications_are_never_edited": _("申请录入后不改写，可以写明理由撤回后重录。"),
    "applications_are_taken_while_a_project_is_open": _("会商并开始受理后，才能申请这个项目。"),
    "approved_accounts_are_frozen": _("发放批次已送审，收款账户不能改动；需要改动请退回。"),
    "approved_lines_are_frozen": _("批次已送审或算定，明细不能改动；需要改动请退回。"),
    "approved_runs_are_frozen": _("发放批次已送审，内容不能改动；需要改动请退回。"),
    "computed_adjustments_are_frozen": _("调整方案已定，不能改动，可以重新测算。"),
    "computed_runs_are_frozen": _("核算批次已定，不能改动。"),
    "confirmations_are_never_edited": _("确认文件的登记不改写。"),
    "county_confirmations_begin_undecided": _("县级登记的确认文件先待核对。"),
    "deductions_rest_on_a_consented_plan": _("扣回须依据本人同意并经批准的抵扣办法，且不超过尚未追回的金额；办法或金额有变的，请作废批次后重拟。"),
    "every_drawn_family_is_looked_at": _("调整方案的抽查户还没有逐户核对。"),
    "facts_are_never_edited": _("记录不改写：请撤回原记录并另记一条。"),
    "finished_simulations_are_frozen": _("模拟核算的结果不能改动或删除，可以重新模拟。"),
    "fund_grants_are_never_deleted": _("基金救助不删除，可以不批准。"),
    "fund_grants_are_never_edited": _("基金救助提出后不改写，请另提一条。"),
    "fund_grants_begin_proposed": _("基金救助从申请开始，且只从本县的基金支出。"),
    "fund_grants_move_along_their_states": _("这条救助已有结论，请刷新页面。"),
    "grants_are_proposed_while_a_project_grants": _("排序确认后、完工前才能提出资金物资。"),
    "grants_follow_a_confirmed_ranking": _("排序经另一人确认后才能审批发放。"),
    "loans_are_never_deleted": _("借款不删除，可以不批准。"),
    "loans_are_never_edited": _("借款提出后不改写，请另提一笔。"),
    "loans_move_along_their_states": _("这笔借款已有结论，请刷新页面。"),
    "a_village_has_one_first_secretary_at_a_time": _("这个村在这段时间已有第一书记。前任离任的，请先登记离任日期。"),
    "a_family_is_one_poor_household": _("这一户已判定是另一个贫困户。先前判定有误的，请先在“比对判定”撤回。"),
    "match_decisions_are_never_edited": _("比对判定不改写，可以撤回。"),
    "money_comes_back_by_its_case": _("追回、核销、抵扣须依据本案件及其批准的办法。"),
    "money_lies_where_it_was_due": _("收付明细的地点与应发项不符。"),
    "money_moves_as_it_was_approved": _("收付明细与批准的发放记录不符。"),
    "no_amount_without_a_document_that_states_it": _("文件没有写明这一项目的金额：须先由县级录入写明金额的文件并确认，才能列应发、发放。"),
    "no_value_is_below_the_least": _("标准低于上级文件规定的最低数，只能等于或高于它。"),
    "nobody_is_handed_more_than_is_due": _("签发之后应发额减少，照此交付银行会多发。请作废本批后重拟。"),
    "nothing_is_booked_below_the_least": _("上级标准提高后，本县的标准已低于规定的最低数：请先录入不低于它的标准并确认，再重算。"),
    "official_values_begin_unconfirmed": _("录入的标准先待确认，由另一人看过模拟核算后确认。"),
    "nothing_comes_back_before_it_was_lent": _("还款日期不能早于借款发放的日期，请核对。"),
    "only_a_document_confirms": _("确认文件须是规范性文件，文号、标题、发文机关和日期齐全。"),
    "only_a_reported_value_is_confirmed": _("确认文件只为本县适用的、仅见于报道或计划的标准登记。"),
    "only_an_open_import_is_taken_back": _("导入单现在不能撤销，请刷新页面看最新状态。"),
    "only_proven_values_are_paid": _("有应发额所依据的标准仅见于报道，请先补录确认文件，再发放。"),
    "only_what_is_due_is_paid": _("有人的应发余额在拟制之后减少，请重新比对，或作废后重拟。"),
    "opening_balances_are_never_deleted": _("期初结转表不删除，可以作废。"),
    "opening_balances_are_never_edited": _("期初结转表录入后不改写，请作废后重新上传。"),
    "opening_balances_begin_entered": _("期初结转从录入开始。"),
    "opening_balances_move_along_their_states": _("期初结转表现在不能这样办理，请刷新页面看最新状态。"),
    "opening_entries_lie_before_the_ledger": _("期初明细只随结转表录入，且须在首个账期之前。"),
    "opening_money_is_what_was_signed": _("期初已付只在签发期初结转时写入，且与明细相符。"),
    "payout_runs_are_never_deleted": _("发放批次不删除，可以作废。"),
    "payout_runs_begin_as_drafts": _("发放批次从拟制开始。"),
    "payout_runs_move_along_their_states": _("发放批次现在不能这样办理，请刷新页面看最新状态。"),
    "payout_sum_is_its_parts": _("有发放记录的金额不等于其构成之和，请重新比对。"),
    "payouts_move_with_their_run": _("发放记录的状态与批次不一致，请刷新页面看最新状态。"),
    "policy_values_are_never_edited": _("政策标准不改写：请另录一条接续。"),
    "project_grants_are_never_deleted": _("项目资金物资不删除，可以不批准或撤销。"),
    "project_grants_are_never_edited": _("资金物资提出后不改写，请另提一条。"),
    "project_grants_move_along_their_states": _("这一条已有结论，请刷新页面。"),
    "project_money_is_due_as_approved": _("扶贫项目资金的应发额不能超过当月已批准的资金；物资不列应发。"),
    "projects_are_never_deleted": _("项目不删除，可以撤销。"),
    "projects_move_along_their_states": _("项目不能这样变更状态，请刷新页面看最新状态。"),
    "published_is_what_was_approved": _("审批后有变，请重新审批。"),
    "published_on_the_day_it_was_published": _("公布日期与公布时间不符。"),
    "rankings_are_frozen": _("排序生成后不改写；要更正，退回后重新排序。"),
    "recovered_is_no_more_than_overpaid": _("追回和核销的合计超过多发的金额。"),
    "recoveries_are_never_deleted": _("追回案件不删除，结清后自动办结。"),
    "recoveries_are_never_edited": _("追回案件立案后不改写。"),
    "recovery_plans_are_never_deleted": _("追回办法不删除，可以退回或终止。"),
    "recovery_plans_are_never_edited": _("追回办法提出后不改写，请退回后另拟。"),
    "recovery_plans_begin_proposed": _("追回办法从拟定开始，且案件须未结。"),
    "recovery_plans_move_along_their_states": _("这项追回办法已有结论，请刷新页面。"),
    "registered_lists_are_never_edited": _("低保月度名单登记或作废后不改写，请上传新的名单。"),
    "registrations_are_never_rewritten": _("已登记的内容不能改写：请撤销后另行登记。"),
    "rows_are_only_inserted": _("这里的记录只增不改：请另记一行更正。"),
    "run_total_is_its_payouts": _("批次的合计与发放记录不符，请重新比对。"),
    "runs_are_never_deleted": _("核算批次不删除，可以作废。"),
    "runs_begin_queued": _("核算批次从“待核算”开始。"),
    "runs_move_along_their_states": _("核算批次现在不能这样办理，请刷新页面看最新状态。"),
    "sealed_announcements_are_frozen": _("公告和名单封存后不能改动或删除。"),
    "sealed_fund_receipts_are_frozen": _("领款收据封存后不能改动或删除。"),
    "sealed_recovery_notices_are_frozen": _("告知书封存后不能改动或删除。"),
    "sealed_rosters_are_frozen": _("清册不能改动或删除；更正请作废批次后重拟。"),
    "shares_sum_to_the_amount": _("各级分担之和与金额不符，请联系系统管理员。"),
    "simulated_rows_are_frozen": _("测算明细只在测算中产生，完成后不能改动，可以重新测算。"),
    "stated_years_are_never_edited": _("年度记录不改写：请另录一条更正，经确认后替换原记录。"),
    "the_base_is_the_last_trigger_year": _("上次调整的触发年度就是新的基期，不能再从更早的年份算起。"),
    "the_book_is_written_by_publishing": _("应发明细只在发布核算批次或签发期初结转时写入。"),
    "the_book_says_what_was_approved": _("应发明细与所发布核算批次的明细不符。"),
    "the_book_says_what_was_signed": _("应发明细与所签发的期初结转不符。"),
    "the_dead_are_handed_nothing": _("拟制之后有领款人登记死亡，不能照此发放。请退回批次重新比对；已签发的由县级签发撤销后重拟。"),
    "the_development_fund_is_given_once": _("这一户的项目发展基金已经列应发或已在扶贫项目中批准，每户只安排一次。"),
    "the_hash_is_of_these_lines": _("核算批次的摘要与明细不符，请退回重算。"),
    "the_hash_is_of_these_payouts": _("批次的摘要与发放记录不符，请退回重办。"),
    "the_hash_is_of_these_rows": _("调整方案的摘要与明细不符，请重新测算。"),
    "transfers_move_along_their_states": _("这份交换文件现在不能这样办理，请刷新页面看最新状态。"),
    "used_citations_stay": _("依据已被发布的核算批次采用，其登记不能改动；如有错误，请另立文号并接续标准。"),
    "used_policy_values_stay": _("政策标准已被发布的核算批次采用，只能接续，不能撤回。"),
    "what_is_handed_over_is_what_was_signed": _("交付银行的金额与签发的合计不符。"),
    "what_is_set_off_sums_to_nothing": _("批次的抵扣与批准的扣回不符。"),
    "what_the_office_was_asked_about_stays": _("会商后项目内容不改写；内容有变的，撤销后另行拟定，重新会商。"),
}
