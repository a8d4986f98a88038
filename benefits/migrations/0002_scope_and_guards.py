"""Scope on every table of people, the first book only added to, runs that move along their states and are signed by their hash."""
from django.db import migrations

from accounts import rls

PLACED = ("entitlement", "entitlementline", "claim", "run", "runline", "runquestion", "runblocker", "reconciliation", "opening")
ONLY_ADDED_TO = ("citation", "policyconfirmation", "policyuse", "entitlement", "entitlementline", "claim", "reconciliation")

# What the approver signs: every line of the run in one order, each hashed, the hashes hashed.
LINES_HASH = """
CREATE FUNCTION lidao_run_lines_hash(run bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT encode(sha256(coalesce(string_agg(
    sha256(convert_to(concat_ws(E'\\x1f', beneficiary, scheme, to_char(since, 'YYYY-MM-DD'), to_char(until, 'YYYY-MM-DD'), component,
      due_fen, booked_fen, household_id, division_code, encode(subject_hash, 'hex'), reason::text, value_ids::text), 'UTF8')), ''::bytea
    ORDER BY beneficiary COLLATE "C", scheme COLLATE "C", since, component COLLATE "C"), ''::bytea)), 'hex')
  FROM benefits_runline WHERE run_id = run
$$;
"""

RUN_IS_GUARDED = """
CREATE FUNCTION lidao_run_is_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  named text[] := ARRAY['number', 'key', 'division_code', 'schemes', 'since', 'until', 'prepared_by_id', 'prepared_staff_no', 'prepared_at'];
  moves jsonb := '{"queued": ["simulating", "discarded"],
                   "simulating": ["simulated", "blocked", "queued", "discarded"],
                   "simulated": ["approved", "queued", "simulating", "discarded"],
                   "blocked": ["queued", "discarded"],
                   "approved": ["published", "queued", "simulating", "discarded"],
                   "published": [], "discarded": []}';
  name text;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'queued' THEN
      RAISE EXCEPTION '核算批次从“待核算”开始。' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'runs_begin_queued';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION '核算批次不删除，可以作废。' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'runs_are_never_deleted';
  END IF;
  IF OLD.state IN ('published', 'discarded') OR OLD.state = NEW.state AND OLD.state IN ('simulated', 'blocked', 'approved') THEN
    RAISE EXCEPTION '核算批次 % 已定，不能改动。', OLD.number USING ERRCODE = 'restrict_violation', CONSTRAINT = 'computed_runs_are_frozen';
  END IF;
  FOREACH name IN ARRAY named LOOP
    IF to_jsonb(NEW) -> name IS DISTINCT FROM to_jsonb(OLD) -> name THEN
      RAISE EXCEPTION '核算批次 % 的项目、期间和申请人不能改动。', OLD.number
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_run_keeps_what_it_is_about';
    END IF;
  END LOOP;
  IF OLD.state <> NEW.state THEN
    IF NOT (moves -> OLD.state) ? NEW.state THEN
      RAISE EXCEPTION '核算批次 % 不能由 % 转为 %。', OLD.number, OLD.state, NEW.state
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'runs_move_along_their_states';
    END IF;
    IF NEW.state IN ('simulated', 'blocked', 'approved') AND NEW.lines_hash IS DISTINCT FROM lidao_run_lines_hash(NEW.id) THEN
      RAISE EXCEPTION '核算批次 % 的摘要与明细不符，请退回重算。', OLD.number
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'the_hash_is_of_these_lines';
    END IF;
    IF NEW.state IN ('approved', 'published') AND EXISTS (SELECT FROM benefits_runblocker b WHERE b.run_id = NEW.id) THEN
      RAISE EXCEPTION '核算批次 % 缺政策标准，请先补录标准并重算。', OLD.number
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'a_blocked_run_is_not_approved';
    END IF;
    IF NEW.state = 'published' THEN
      IF NEW.lines_hash IS DISTINCT FROM OLD.lines_hash OR NEW.approved_staff_no IS DISTINCT FROM OLD.approved_staff_no THEN
        RAISE EXCEPTION '核算批次 % 审批后有变，请重新审批。', OLD.number
          USING ERRCODE = 'restrict_violation', CONSTRAINT = 'published_is_what_was_approved';
      END IF;
      NEW.published_in := pg_current_xact_id()::text::bigint;
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER run_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_run FOR EACH ROW EXECUTE FUNCTION lidao_run_is_guarded();
REVOKE DELETE ON benefits_run FROM lidao_web;
"""

# Rows of a run come and go only while it is being computed. The row lock waits for an approval under way.
RUN_ROWS_ARE_FROZEN = """
CREATE FUNCTION lidao_run_rows_are_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM benefits_run r WHERE r.id IN (SELECT run_id FROM changed) FOR SHARE;
  IF EXISTS (SELECT FROM (SELECT DISTINCT run_id FROM changed) c LEFT JOIN benefits_run r ON r.id = c.run_id
             WHERE r.state IS DISTINCT FROM 'simulating') THEN
    RAISE EXCEPTION '核算批次的明细只在核算中产生，核算完成后不能改动。'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'approved_lines_are_frozen';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION lidao_run_rows_are_replaced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '核算批次的明细不改写，请退回重算。' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'approved_lines_are_frozen';
END $$;
"""


def frozen_rows(table):
    return migrations.RunSQL(
        f"CREATE TRIGGER run_rows_are_added BEFORE UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION lidao_run_rows_are_replaced();"
        f"CREATE TRIGGER run_rows_come_while_computing AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed "
        f"FOR EACH STATEMENT EXECUTE FUNCTION lidao_run_rows_are_frozen();"
        f"CREATE TRIGGER run_rows_go_while_computing AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed "
        f"FOR EACH STATEMENT EXECUTE FUNCTION lidao_run_rows_are_frozen();"
        f"REVOKE UPDATE ON {table} FROM lidao_web;",
        f"DROP TRIGGER run_rows_are_added ON {table}; DROP TRIGGER run_rows_come_while_computing ON {table};"
        f"DROP TRIGGER run_rows_go_while_computing ON {table}; GRANT UPDATE ON {table} TO lidao_web;",
    )


# The first book is written by the transaction that publishes a run, exactly as the run's lines say.
PUBLISHING_WRITES = """
CREATE FUNCTION lidao_publishing_writes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT run_id FROM added) a
             LEFT JOIN benefits_run r ON r.id = a.run_id AND r.state = 'published' AND r.published_in = pg_current_xact_id()::text::bigint
             WHERE r.id IS NULL) THEN
    RAISE EXCEPTION '应发明细和勾稽只在发布核算批次时写入。'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'the_book_is_written_by_publishing';
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION lidao_lines_are_as_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM added a
             LEFT JOIN benefits_entitlement e ON e.id = a.entitlement_id AND e.division_code = a.division_code
             LEFT JOIN benefits_runline l ON l.run_id = a.run_id AND l.beneficiary = e.beneficiary AND l.scheme = e.scheme
               AND l.since = e.since AND l.until = e.until AND l.component = e.component AND l.household_id = e.household_id
               AND l.due_fen - l.booked_fen = a.amount_fen
             WHERE l.id IS NULL) THEN
    RAISE EXCEPTION '应发明细与所发布核算批次的明细不符。'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'the_book_says_what_was_approved';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER publishing_writes AFTER INSERT ON benefits_entitlementline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_publishing_writes();
CREATE TRIGGER publishing_writes AFTER INSERT ON benefits_reconciliation REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_publishing_writes();
CREATE TRIGGER lines_are_as_approved AFTER INSERT ON benefits_entitlementline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_lines_are_as_approved();
"""

VALUE_IS_GUARDED = """
CREATE FUNCTION lidao_policy_value_is_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['withdrawn_at', 'withdrawn_why', 'confirmed_by_id', 'confirmed_staff_no', 'confirmed_at', 'revision'];
BEGIN
  IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free)
     OR OLD.withdrawn_at IS NOT NULL OR OLD.confirmed_by_id IS NOT NULL AND NEW.confirmed_by_id IS DISTINCT FROM OLD.confirmed_by_id THEN
    RAISE EXCEPTION '政策标准 % % 不改写：请另录一条接续。', OLD.place, OLD.name
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'policy_values_are_never_edited';
  END IF;
  IF NEW.withdrawn_at IS NOT NULL AND EXISTS (SELECT FROM benefits_policyuse u WHERE u.value_id = OLD.id) THEN
    RAISE EXCEPTION '政策标准 % % 已被发布的核算批次采用，只能接续，不能撤回。', OLD.place, OLD.name
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'used_policy_values_stay';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER policy_value_is_guarded BEFORE UPDATE OR DELETE ON benefits_policyvalue
  FOR EACH ROW EXECUTE FUNCTION lidao_policy_value_is_guarded();
REVOKE DELETE ON benefits_policyvalue FROM lidao_web;
"""

# Payouts ask this: false while any of the values is only reported and no confirming document is recorded.
VALUES_ARE_PROVEN = """
CREATE FUNCTION lidao_values_are_proven(ids bigint[]) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (
    SELECT FROM unnest(ids) AS i(id) LEFT JOIN benefits_policyvalue v ON v.id = i.id
    WHERE v.id IS NULL OR v.quality = 'reported' AND NOT EXISTS (SELECT FROM benefits_policyconfirmation c WHERE c.value_id = v.id))
$$;
"""

OPENING_STANDS = """
CREATE FUNCTION lidao_opening_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM benefits_entitlement e WHERE e.scheme = OLD.scheme AND left(e.division_code, 6) = left(OLD.division_code, 6)) THEN
    RAISE EXCEPTION '该项目已有应发记录，首个账期不能再改。' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'an_opening_in_use_stands';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER opening_stands BEFORE UPDATE OR DELETE ON benefits_opening FOR EACH ROW EXECUTE FUNCTION lidao_opening_stands();
"""

# Who took a step is compared by staff number, which therefore must be the user's own.
STAFF_NUMBERS = """
ALTER TABLE benefits_run
  ADD CONSTRAINT run_maker_has_this_staff_number FOREIGN KEY (prepared_by_id, prepared_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT run_approver_has_this_staff_number FOREIGN KEY (approved_by_id, approved_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT run_publisher_has_this_staff_number FOREIGN KEY (published_by_id, published_staff_no) REFERENCES accounts_user (id, staff_no);
ALTER TABLE benefits_policyvalue
  ADD CONSTRAINT value_recorder_has_this_staff_number FOREIGN KEY (entered_by_id, entered_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT value_confirmer_has_this_staff_number FOREIGN KEY (confirmed_by_id, confirmed_staff_no) REFERENCES accounts_user (id, staff_no);
"""

# The second of the two questions a county may ask of the others: yes or no, nothing else.
CLAIMED_ELSEWHERE = """
CREATE FUNCTION claimed_elsewhere(of_scheme text, subject bytea, of_sides text[], county text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM benefits_claim c WHERE c.scheme = of_scheme AND c.subject_hash = subject AND c.side = ANY (of_sides)
                 AND left(c.division_code, 6) <> left(county, 6))
$$;
REVOKE ALL ON FUNCTION claimed_elsewhere(text, bytea, text[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION claimed_elsewhere(text, bytea, text[], text) TO lidao_web;
ALTER FUNCTION claimed_elsewhere(text, bytea, text[], text) OWNER TO lidao_load;
"""


class Migration(migrations.Migration):
    dependencies = [("benefits", "0001_initial"), ("poverty", "0002_scope")]
    operations = [
        *[rls.secure(f"benefits_{table}") for table in PLACED],
        *[rls.append_only(f"benefits_{table}") for table in ONLY_ADDED_TO],
        migrations.RunSQL(LINES_HASH, "DROP FUNCTION lidao_run_lines_hash(bigint);"),
        migrations.RunSQL(RUN_IS_GUARDED, "DROP FUNCTION lidao_run_is_guarded() CASCADE; GRANT DELETE ON benefits_run TO lidao_web;"),
        migrations.RunSQL(RUN_ROWS_ARE_FROZEN, "DROP FUNCTION lidao_run_rows_are_frozen(); DROP FUNCTION lidao_run_rows_are_replaced();"),
        *[frozen_rows(f"benefits_{table}") for table in ("runline", "runquestion", "runblocker")],
        migrations.RunSQL(PUBLISHING_WRITES, "DROP FUNCTION lidao_publishing_writes() CASCADE; DROP FUNCTION lidao_lines_are_as_approved() CASCADE;"),
        migrations.RunSQL(VALUE_IS_GUARDED, "DROP FUNCTION lidao_policy_value_is_guarded() CASCADE; GRANT DELETE ON benefits_policyvalue TO lidao_web;"),
        migrations.RunSQL(VALUES_ARE_PROVEN, "DROP FUNCTION lidao_values_are_proven(bigint[]);"),
        migrations.RunSQL(OPENING_STANDS, "DROP FUNCTION lidao_opening_stands() CASCADE;"),
        migrations.RunSQL(
            STAFF_NUMBERS,
            "ALTER TABLE benefits_run DROP CONSTRAINT run_maker_has_this_staff_number, DROP CONSTRAINT run_approver_has_this_staff_number, "
            "DROP CONSTRAINT run_publisher_has_this_staff_number; ALTER TABLE benefits_policyvalue "
            "DROP CONSTRAINT value_recorder_has_this_staff_number, DROP CONSTRAINT value_confirmer_has_this_staff_number;",
        ),
        migrations.RunSQL(CLAIMED_ELSEWHERE, "SET ROLE lidao_load; DROP FUNCTION claimed_elsewhere(text, bytea, text[], text); RESET ROLE;"),
    ]
