-- What the approver signs: the lines in one order and the facts they rest on, each hashed, the hashes hashed.
CREATE FUNCTION lidao_run_lines_hash(run bigint) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT encode(sha256(
    (SELECT coalesce(string_agg(
       sha256(convert_to(concat_ws(E'\x1f', beneficiary, scheme, to_char(since, 'YYYY-MM-DD'), to_char(until, 'YYYY-MM-DD'), component,
         due_fen, booked_fen, household_id, division_code, encode(subject_hash, 'hex'), value_ids::text), 'UTF8')), ''::bytea
       ORDER BY beneficiary COLLATE "C", scheme COLLATE "C", since, component COLLATE "C"), ''::bytea) FROM benefits_runline WHERE run_id = run)
    || (SELECT coalesce(string_agg(sha256(int8send(household_id) || int8send(basis_id) || int8send(layout_id) || facts), ''::bytea ORDER BY household_id), ''::bytea)
        FROM benefits_evidence WHERE run_id = run)), 'hex')
$$;

CREATE FUNCTION lidao_run_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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

-- Rows of a run come and go only while it is being computed. The row lock waits for an approval under way.
CREATE FUNCTION lidao_run_rows_are_frozen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM benefits_run r WHERE r.id IN (SELECT run_id FROM changed) FOR SHARE;
  IF EXISTS (SELECT FROM (SELECT DISTINCT run_id FROM changed) c LEFT JOIN benefits_run r ON r.id = c.run_id
             WHERE r.state IS DISTINCT FROM 'simulating') THEN
    RAISE EXCEPTION '核算批次的明细只在核算中产生，核算完成后不能改动。'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'approved_lines_are_frozen';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION lidao_run_rows_are_replaced() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '核算批次的明细不改写，请退回重算。' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'approved_lines_are_frozen';
END $$;

-- A run may be about some families alone: those of whom something was learnt late. Which they are is never changed.
CREATE FUNCTION lidao_a_run_keeps_its_families() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lidao_refuse('a_run_keeps_its_families', format('核算批次 %s 核算哪些户不能改动。', OLD.number));
  RETURN NULL;
END $$;
CREATE TRIGGER run_keeps_its_families BEFORE UPDATE ON benefits_run FOR EACH ROW
  WHEN (NEW.households IS DISTINCT FROM OLD.households) EXECUTE FUNCTION lidao_a_run_keeps_its_families();

CREATE FUNCTION lidao_a_run_speaks_of_its_families() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added a JOIN benefits_run r ON r.id = a.run_id WHERE NOT a.household_id = ANY (r.households)) THEN
    PERFORM lidao_refuse('a_run_speaks_of_its_families', '核算批次只能写入它所核算的户。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER run_speaks_of_its_families AFTER INSERT ON benefits_runline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_a_run_speaks_of_its_families();

-- Schemes of a county last published with other rules, each with what its ledger covers: from its first period to the end of what was published.
-- A run about some families covers no ledger. The one definition the command asks and the approval is held to; runs stand at the county's own
-- code, so whoever sees one sees all.
CREATE FUNCTION lidao_rules_changed(county text, of_schemes text[], rules text) RETURNS TABLE (scheme text, since date, until date)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT asked.scheme, o.since, booked.until
  FROM unnest(of_schemes) AS asked(scheme)
  CROSS JOIN LATERAL (
    SELECT b.rules_hash FROM benefits_run r LEFT JOIN benefits_basis b ON b.id = r.basis_id
    WHERE r.division_code = county AND r.state = 'published' AND r.households IS NULL AND r.schemes::text[] @> ARRAY[asked.scheme]
    ORDER BY r.published_revision DESC LIMIT 1) last
  CROSS JOIN LATERAL (
    SELECT max(r.until) AS until FROM benefits_run r
    WHERE r.division_code = county AND r.state = 'published' AND r.schemes::text[] @> ARRAY[asked.scheme]) booked
  JOIN benefits_opening o ON o.division_code = county AND o.scheme = asked.scheme
  WHERE last.rules_hash IS DISTINCT FROM rules
$$;

CREATE FUNCTION lidao_rule_change_is_covered() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM benefits_basis b CROSS JOIN LATERAL lidao_rules_changed(NEW.division_code, NEW.schemes::text[], b.rules_hash) c
             WHERE b.id = NEW.basis_id AND (c.since < NEW.since OR c.until > NEW.until OR NEW.households IS NOT NULL)) THEN
    PERFORM lidao_refuse('a_rule_change_covers_the_whole_ledger', format('规则已更新：核算批次 %s 须全县从首个账期算到已入账的最后一期。', NEW.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER rule_change_is_covered BEFORE UPDATE ON benefits_run FOR EACH ROW
  WHEN (NEW.state = 'approved' AND OLD.state <> 'approved') EXECUTE FUNCTION lidao_rule_change_is_covered();

-- Who took a step is compared by staff number, which therefore must be the user's own.
ALTER TABLE benefits_run
  ADD CONSTRAINT run_maker_has_this_staff_number FOREIGN KEY (prepared_by_id, prepared_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT run_approver_has_this_staff_number FOREIGN KEY (approved_by_id, approved_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT run_publisher_has_this_staff_number FOREIGN KEY (published_by_id, published_staff_no) REFERENCES accounts_user (id, staff_no);
