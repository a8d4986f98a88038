"""Scope on payouts and rosters, the second book only added to, and what must never happen to money refused by the database.

Each guard refuses with a sentence and a name; a shell of the owner's meets the same guards.
"""
from django.db import migrations

from accounts import rls

PLACED = ("payoutrun", "payout", "payoutpart", "moneyline", "roster")

REFUSE = """
CREATE FUNCTION lidao_refuse(name text, sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = sentence, ERRCODE = 'restrict_violation', CONSTRAINT = name;
END $$;
"""

# What the reviewer and the signer approve: every payout in line order with its decision, its frozen account and its parts.
PAYOUT_HASH = """
CREATE FUNCTION lidao_payout_run_hash(run bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(coalesce(string_agg(
    sha256(convert_to(concat_ws(E'\\x1f', p.line_no, p.beneficiary, p.household_id, p.person_id, p.scheme, p.division_code, p.amount_fen,
      p.standard_fen, p.standard_per, p.decision, p.reason, p.anomalies::text, p.name, p.place_name, encode(p.identity_sealed, 'hex'),
      p.account_id, p.holder_name, p.bank, encode(p.account_sealed, 'hex'), parts.text), 'UTF8')), ''::bytea
    ORDER BY p.line_no), ''::bytea)), 'hex')
  FROM benefits_payout p
  LEFT JOIN LATERAL (
    SELECT string_agg(concat_ws(':', q.entitlement_id, q.amount_fen, q.reason, q.follows_id), ',' ORDER BY q.entitlement_id) AS text
    FROM benefits_payoutpart q WHERE q.payout_id = p.id) parts ON true
  WHERE p.run_id = run
$$;
"""

# Invariants 3 and 5, and what the moves of a run ask of its payouts. Called as a run moves. Subqueries payout by payout: row-level
# security hides from the planner how many rows there are, and a join goes through all of them for each.
PAYOUT_RUN_IS_SOUND = """
CREATE FUNCTION lidao_payout_run_is_sound(run benefits_payoutrun) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  found record;
  unsound bigint;
BEGIN
  SELECT count(*) FILTER (WHERE decision = 'pending') AS pending,
         coalesce(sum(amount_fen) FILTER (WHERE decision = 'approve'), 0) AS total_fen,
         count(*) FILTER (WHERE decision = 'approve') AS lines,
         count(DISTINCT person_id) FILTER (WHERE decision = 'approve') AS people,
         count(*) FILTER (WHERE state <> CASE WHEN run.state <> 'signed' THEN 'drafted' WHEN decision = 'approve' THEN 'approved' ELSE 'removed' END)
           AS astray
  INTO found FROM benefits_payout WHERE run_id = run.id;
  IF found.pending > 0 THEN
    PERFORM lidao_refuse('anomalies_are_decided_first', format('还有 %s 条异常未定，请逐条选通过、缓发或剔除。', found.pending));
  END IF;
  IF found.astray > 0 THEN
    PERFORM lidao_refuse('payouts_move_with_their_run', format('批次 %s 有 %s 条发放记录的状态与批次不一致。', run.number, found.astray));
  END IF;
  IF (run.total_fen, run.lines, run.people) IS DISTINCT FROM (found.total_fen::bigint, found.lines::integer, found.people::integer) THEN
    PERFORM lidao_refuse('run_total_is_its_payouts', format('批次 %s 的合计与发放记录不符，请重新比对。', run.number));
  END IF;
  SELECT count(*) INTO unsound FROM benefits_payout p
  WHERE p.run_id = run.id AND p.amount_fen IS DISTINCT FROM (SELECT sum(q.amount_fen)::bigint FROM benefits_payoutpart q WHERE q.payout_id = p.id);
  IF unsound > 0 THEN
    PERFORM lidao_refuse('payout_sum_is_its_parts', format('批次 %s 有 %s 条发放记录的金额不等于其构成之和。', run.number, unsound));
  END IF;
  SELECT count(*) INTO unsound FROM benefits_payout p
  WHERE p.run_id = run.id AND p.decision = 'approve' AND EXISTS (
    SELECT FROM benefits_payoutpart q WHERE q.payout_id = p.id AND q.amount_fen > 0 AND q.amount_fen
      > (SELECT coalesce(sum(l.amount_fen), 0) FROM benefits_entitlementline l WHERE l.entitlement_id = q.entitlement_id)
      - (SELECT coalesce(sum(m.amount_fen), 0) FROM benefits_moneyline m WHERE m.entitlement_id = q.entitlement_id));
  IF unsound > 0 THEN
    PERFORM lidao_refuse('only_what_is_due_is_paid', format('批次 %s 有 %s 人的应发余额在拟制之后减少，请重新比对，或作废后重拟。', run.number, unsound));
  END IF;
  IF run.content_hash IS DISTINCT FROM lidao_payout_run_hash(run.id) THEN
    PERFORM lidao_refuse('the_hash_is_of_these_payouts', format('批次 %s 的摘要与发放记录不符，请退回重办。', run.number));
  END IF;
END $$;
"""

BALANCE = """
CREATE FUNCTION lidao_balance(key bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT (coalesce((SELECT sum(amount_fen) FROM benefits_entitlementline WHERE entitlement_id = key), 0)
        - coalesce((SELECT sum(amount_fen) FROM benefits_moneyline WHERE entitlement_id = key), 0))::bigint
$$;
"""

PAYOUT_RUN_IS_GUARDED = """
CREATE FUNCTION lidao_payout_run_is_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moves jsonb := '{"drafting": ["drafted", "discarded"], "drafted": ["prepared", "discarded"],
                   "prepared": ["reviewed", "drafted", "discarded"], "reviewed": ["signed", "drafted", "discarded"],
                   "signed": ["handed_over", "discarded"], "handed_over": ["settled"], "settled": [], "discarded": []}';
  steps jsonb := '{"reviewed": ["reviewed_by_id", "reviewed_staff_no", "reviewed_at"],
                   "signed": ["signed_by_id", "signed_staff_no", "signed_at", "signed_block", "signed_head"],
                   "handed_over": ["handed_over_by_id", "handed_over_staff_no", "handed_over_at"],
                   "settled": ["settled_at"],
                   "drafted": ["prepared_by_id", "prepared_staff_no", "prepared_at", "reviewed_by_id", "reviewed_staff_no", "reviewed_at", "content_hash"]}';
  about text[] := ARRAY['number', 'key', 'division_code', 'schemes', 'since', 'until', 'previous_id', 'replaces_id', 'version',
                        'drafted_by_id', 'drafted_staff_no', 'drafted_at'];
  free text[] := ARRAY['state'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM lidao_refuse('payout_runs_are_never_deleted', '发放批次不删除，可以作废。');
  ELSIF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'drafting' THEN
      PERFORM lidao_refuse('payout_runs_begin_as_drafts', '发放批次从拟制开始。');
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> NEW.state AND NOT (moves -> OLD.state) ? NEW.state THEN
    PERFORM lidao_refuse('payout_runs_move_along_their_states', format('发放批次 %s 不能由 %s 转为 %s。', OLD.number, OLD.state, NEW.state));
  END IF;
  IF OLD.state IN ('drafting', 'drafted') THEN
    IF (SELECT jsonb_object_agg(k, to_jsonb(NEW) -> k) FROM unnest(about) k) IS DISTINCT FROM (SELECT jsonb_object_agg(k, to_jsonb(OLD) -> k) FROM unnest(about) k) THEN
      PERFORM lidao_refuse('a_payout_run_keeps_what_it_is_about', format('发放批次 %s 的项目、期间和对比批次不能改动，请作废后重拟。', OLD.number));
    END IF;
  ELSE
    IF OLD.state <> NEW.state THEN
      free := free || ARRAY(SELECT jsonb_array_elements_text(coalesce(steps -> NEW.state, '[]'::jsonb)));
    END IF;
    IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
      PERFORM lidao_refuse('approved_runs_are_frozen', format('发放批次 %s 已送审，内容不能改动；需要改动请退回。', OLD.number));
    END IF;
  END IF;
  IF OLD.state <> NEW.state THEN
    IF NEW.state IN ('prepared', 'reviewed', 'signed') THEN
      PERFORM lidao_payout_run_is_sound(NEW);
    ELSIF NEW.state = 'handed_over' AND (
        EXISTS (SELECT FROM benefits_payout WHERE run_id = NEW.id AND state = 'approved')
        OR NEW.total_fen IS DISTINCT FROM (SELECT sum(m.amount_fen)::bigint FROM benefits_moneyline m JOIN benefits_payout p ON p.id = m.payout_id
                                           WHERE p.run_id = NEW.id AND m.kind = 'handed')) THEN
      PERFORM lidao_refuse('what_is_handed_over_is_what_was_signed', format('批次 %s 交付银行的金额与签发的合计不符。', NEW.number));
    ELSIF NEW.state = 'settled' AND EXISTS (SELECT FROM benefits_payout WHERE run_id = NEW.id AND state = 'with_bank') THEN
      PERFORM lidao_refuse('a_settled_run_leaves_nothing_open', format('批次 %s 还有发放记录没有银行回执。', NEW.number));
    ELSIF NEW.state = 'discarded' AND EXISTS (SELECT FROM benefits_payout WHERE run_id = NEW.id AND state <> 'removed') THEN
      PERFORM lidao_refuse('a_discarded_run_pays_nobody', format('批次 %s 作废前须先撤下全部发放记录。', NEW.number));
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payout_run_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_payoutrun
  FOR EACH ROW EXECUTE FUNCTION lidao_payout_run_is_guarded();
REVOKE DELETE ON benefits_payoutrun FROM lidao_web;
"""

PAYOUT_IS_GUARDED = """
CREATE FUNCTION lidao_payout_is_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  run benefits_payoutrun;
  account text[] := ARRAY['account_id', 'holder_name', 'bank', 'account_sealed', 'account_hash'];
BEGIN
  SELECT * INTO run FROM benefits_payoutrun WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.run_id ELSE OLD.run_id END;
  IF run.id IS NULL THEN
    PERFORM lidao_refuse('a_payout_belongs_to_a_run_in_sight', '发放记录所属的批次不在本辖区内。');
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF run.state NOT IN ('drafting', 'drafted') OR NEW.state <> 'drafted' THEN
      PERFORM lidao_refuse('approved_lines_are_frozen', format('发放批次 %s 已送审，不能再加发放记录。', run.number));
    END IF;
    IF left(NEW.division_code, CASE WHEN right(run.division_code, 6) = '000000' THEN 6 ELSE 9 END)
       <> left(run.division_code, CASE WHEN right(run.division_code, 6) = '000000' THEN 6 ELSE 9 END) THEN
      PERFORM lidao_refuse('a_payout_lies_in_its_runs_place', format('发放记录不在批次 %s 的辖区内。', run.number));
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' THEN
    IF run.state NOT IN ('drafting', 'drafted') THEN
      PERFORM lidao_refuse('approved_lines_are_frozen', format('发放批次 %s 已送审，发放记录不能删除。', run.number));
    END IF;
    RETURN OLD;
  END IF;
  IF run.state IN ('drafting', 'drafted') THEN
    IF NEW.run_id <> OLD.run_id OR NEW.key <> OLD.key THEN
      PERFORM lidao_refuse('a_payout_stays_in_its_run', '发放记录不能移到别的批次。');
    END IF;
  ELSE
    IF (SELECT jsonb_object_agg(k, to_jsonb(NEW) -> k) FROM unnest(account) k) IS DISTINCT FROM (SELECT jsonb_object_agg(k, to_jsonb(OLD) -> k) FROM unnest(account) k) THEN
      PERFORM lidao_refuse('approved_accounts_are_frozen', format('发放批次 %s 已送审，收款账户不能改动；需要改动请退回。', run.number));
    END IF;
    IF (to_jsonb(NEW) - 'state') IS DISTINCT FROM (to_jsonb(OLD) - 'state') THEN
      PERFORM lidao_refuse('approved_lines_are_frozen', format('发放批次 %s 已送审，发放记录不能改动；需要改动请退回。', run.number));
    END IF;
  END IF;
  IF NEW.state <> OLD.state AND NOT (
      OLD.state = 'drafted' AND NEW.state = 'approved' AND run.state = 'reviewed' AND OLD.decision = 'approve'
      OR OLD.state = 'drafted' AND NEW.state = 'removed' AND run.state IN ('drafting', 'drafted', 'prepared', 'reviewed')
      OR OLD.state = 'approved' AND NEW.state = 'with_bank' AND run.state = 'signed'
      OR OLD.state = 'approved' AND NEW.state = 'removed' AND run.state = 'signed'
      OR OLD.state = 'with_bank' AND NEW.state IN ('confirmed', 'returned') AND run.state = 'handed_over') THEN
    PERFORM lidao_refuse('payouts_move_with_their_run', format('发放记录不能由 %s 转为 %s：批次 %s 现为 %s。', OLD.state, NEW.state, run.number, run.state));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payout_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_payout FOR EACH ROW EXECUTE FUNCTION lidao_payout_is_guarded();
"""

PART_IS_GUARDED = """
CREATE FUNCTION lidao_part_is_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  payout record;
BEGIN
  SELECT p.state, p.division_code, r.state AS run_state, r.number INTO payout
  FROM benefits_payout p JOIN benefits_payoutrun r ON r.id = p.run_id WHERE p.id = CASE WHEN TG_OP = 'INSERT' THEN NEW.payout_id ELSE OLD.payout_id END;
  IF payout.state IS NULL THEN
    PERFORM lidao_refuse('a_part_belongs_to_a_payout_in_sight', '发放构成所属的发放记录不在本辖区内。');
  END IF;
  IF payout.run_state NOT IN ('drafting', 'drafted')
     AND (TG_OP <> 'UPDATE' OR (to_jsonb(NEW) - 'open') IS DISTINCT FROM (to_jsonb(OLD) - 'open')) THEN
    PERFORM lidao_refuse('approved_lines_are_frozen', format('发放批次 %s 已送审，发放构成不能改动；需要改动请退回。', payout.number));
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  NEW.open := payout.state IN ('drafted', 'approved', 'with_bank');
  NEW.division_code := payout.division_code;
  RETURN NEW;
END $$;
CREATE TRIGGER part_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_payoutpart FOR EACH ROW EXECUTE FUNCTION lidao_part_is_guarded();

CREATE FUNCTION lidao_parts_follow_their_payout() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE benefits_payoutpart q SET open = NOT q.open
  FROM moved n WHERE q.payout_id = n.id AND q.open <> (n.state IN ('drafted', 'approved', 'with_bank'));
  RETURN NULL;
END $$;
CREATE TRIGGER parts_follow_their_payout AFTER UPDATE ON benefits_payout REFERENCING NEW TABLE AS moved
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_parts_follow_their_payout();

CREATE FUNCTION lidao_only_proven_values_are_paid() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  unproven bigint;
BEGIN
  SELECT count(DISTINCT a.entitlement_id) INTO unproven FROM added a JOIN benefits_entitlementline l ON l.entitlement_id = a.entitlement_id
  WHERE NOT lidao_values_are_proven(l.value_ids);
  IF unproven > 0 THEN
    PERFORM lidao_refuse('only_proven_values_are_paid', format('有 %s 项应发额所依据的标准仅见于报道，请先补录确认文件，再发放。', unproven));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER only_proven_values_are_paid AFTER INSERT ON benefits_payoutpart REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_only_proven_values_are_paid();
"""

MONEY_IS_GUARDED = """
CREATE FUNCTION lidao_money_is_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added a LEFT JOIN benefits_entitlement e ON e.id = a.entitlement_id AND e.division_code = a.division_code WHERE e.id IS NULL) THEN
    PERFORM lidao_refuse('money_lies_where_it_was_due', '收付明细的地点与应发项不符。');
  END IF;
  IF EXISTS (SELECT FROM added a
             LEFT JOIN benefits_payout p ON p.id = a.payout_id
             LEFT JOIN benefits_payoutpart q ON q.payout_id = a.payout_id AND q.entitlement_id = a.entitlement_id
             LEFT JOIN benefits_moneyline h ON h.payout_id = a.payout_id AND h.entitlement_id = a.entitlement_id AND h.kind = 'handed'
             WHERE a.kind = 'handed' AND (q.amount_fen IS DISTINCT FROM a.amount_fen OR p.state IS DISTINCT FROM 'with_bank')
                OR a.kind IN ('confirmed', 'returned') AND h.id IS NULL
                OR a.kind = 'returned' AND h.amount_fen IS DISTINCT FROM -a.amount_fen) THEN
    PERFORM lidao_refuse('money_moves_as_it_was_approved', '收付明细与批准的发放记录不符。');
  END IF;
  IF EXISTS (SELECT FROM added a WHERE a.kind = 'handed' AND lidao_balance(a.entitlement_id) < 0) THEN
    PERFORM lidao_refuse('nobody_is_handed_more_than_is_due', '签发之后应发额减少，照此交付银行会多发。请作废本批后重拟。');
  END IF;
  IF EXISTS (SELECT FROM added a WHERE a.kind IN ('recovered', 'written_off') AND lidao_balance(a.entitlement_id) > 0) THEN
    PERFORM lidao_refuse('recovered_is_no_more_than_overpaid', '追回和核销的合计超过多发的金额。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER money_is_guarded AFTER INSERT ON benefits_moneyline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_money_is_guarded();
"""

ROSTER_IS_GUARDED = """
CREATE FUNCTION lidao_roster_is_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['job_id', 'code', 'seal_id', 'sealed_at'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.seal_id IS NOT NULL OR NOT EXISTS (SELECT FROM benefits_payoutrun r WHERE r.id = NEW.run_id AND r.state = 'signed') THEN
      PERFORM lidao_refuse('a_roster_is_of_a_signed_run', '清册只为已签发的批次制作。');
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.seal_id IS NOT NULL OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('sealed_rosters_are_frozen', format('清册 %s 不能改动或删除；更正请作废批次后重拟。', OLD.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER roster_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_roster FOR EACH ROW EXECUTE FUNCTION lidao_roster_is_guarded();
REVOKE DELETE ON benefits_roster FROM lidao_web;
"""

# Anybody who holds a paper may ask about it without signing in: by its code or by the hash of the file, nothing else.
# No person, no account; one paper an answer.
ROSTER_VERIFIED = """
CREATE FUNCTION roster_verified(of_code text, of_sha256 bytea) RETURNS TABLE (
  number text, title text, place text, lines integer, people integer, total_fen bigint, version smallint, code text, sha256 bytea,
  signed_by text, signed_at timestamptz, sealed_at timestamptz, discarded boolean, replaced_by text, replaced_by_version smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.number::text, r.title::text, (SELECT string_agg(j.name, '' ORDER BY j.level) FROM accounts_jurisdiction j
           WHERE j.level > 0 AND j.code IN (left(run.division_code, 2) || '0000000000', left(run.division_code, 4) || '00000000',
                                            left(run.division_code, 6) || '000000', run.division_code))::text,
         r.lines, r.people, r.total_fen, r.version, r.code::text, s.sha256, u.name::text, run.signed_at, r.sealed_at, run.state = 'discarded',
         next.number::text, next.version
  FROM benefits_roster r
  JOIN benefits_payoutrun run ON run.id = r.run_id
  JOIN accounts_user u ON u.id = run.signed_by_id
  JOIN audits_seal s ON s.id = r.seal_id
  LEFT JOIN LATERAL (
    WITH RECURSIVE chain AS (
      SELECT id, number, version, state FROM benefits_payoutrun WHERE replaces_id = run.id
      UNION ALL SELECT n.id, n.number, n.version, n.state FROM benefits_payoutrun n JOIN chain c ON n.replaces_id = c.id)
    SELECT c.number, c.version FROM chain c WHERE c.state IN ('signed', 'handed_over', 'settled') ORDER BY c.version DESC LIMIT 1) next ON true
  WHERE r.code = of_code OR s.sha256 = of_sha256
  LIMIT 1
$$;
REVOKE ALL ON FUNCTION roster_verified(text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION roster_verified(text, bytea) TO lidao_web;
ALTER FUNCTION roster_verified(text, bytea) OWNER TO lidao_load;
"""

STEPS = {"drafted": "drafter", "prepared": "preparer", "reviewed": "reviewer", "signed": "signer", "handed_over": "exporter"}
STAFF_NUMBERS = "ALTER TABLE benefits_payoutrun " + ", ".join(
    f"ADD CONSTRAINT payout_run_{who}_has_this_staff_number FOREIGN KEY ({step}_by_id, {step}_staff_no) REFERENCES accounts_user (id, staff_no)"
    for step, who in STEPS.items()
)
NO_STAFF_NUMBERS = "ALTER TABLE benefits_payoutrun " + ", ".join(
    f"DROP CONSTRAINT payout_run_{who}_has_this_staff_number" for who in STEPS.values()
)


def function(sql, *names):
    return migrations.RunSQL(sql, "".join(f"DROP FUNCTION {name} CASCADE;" for name in names))


class Migration(migrations.Migration):
    dependencies = [("benefits", "0004_payouts")]
    operations = [
        *[rls.secure(f"benefits_{table}") for table in PLACED],
        rls.append_only("benefits_moneyline"),
        function(REFUSE, "lidao_refuse(text, text)"),
        function(BALANCE, "lidao_balance(bigint)"),
        function(PAYOUT_HASH, "lidao_payout_run_hash(bigint)"),
        function(PAYOUT_RUN_IS_SOUND, "lidao_payout_run_is_sound(benefits_payoutrun)"),
        function(PAYOUT_RUN_IS_GUARDED, "lidao_payout_run_is_guarded()"),
        function(PAYOUT_IS_GUARDED, "lidao_payout_is_guarded()"),
        function(PART_IS_GUARDED, "lidao_part_is_guarded()", "lidao_parts_follow_their_payout()", "lidao_only_proven_values_are_paid()"),
        function(MONEY_IS_GUARDED, "lidao_money_is_guarded()"),
        function(ROSTER_IS_GUARDED, "lidao_roster_is_guarded()"),
        migrations.RunSQL(STAFF_NUMBERS, NO_STAFF_NUMBERS),
        migrations.RunSQL(ROSTER_VERIFIED, "SET ROLE lidao_load; DROP FUNCTION roster_verified(text, bytea); RESET ROLE;"),
    ]
