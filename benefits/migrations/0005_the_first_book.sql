-- The first book is written by the transaction that publishes a run or books an opening balance, exactly as signed.
CREATE FUNCTION lidao_the_book_is_written() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT run_id, opening_id FROM added) a
             LEFT JOIN benefits_run r ON r.id = a.run_id AND r.state = 'published' AND r.published_in = pg_current_xact_id()::text::bigint
             LEFT JOIN benefits_openingbalance b ON b.id = a.opening_id AND b.state = 'booked' AND b.booked_in = pg_current_xact_id()::text::bigint
             WHERE r.id IS NULL AND b.id IS NULL) THEN
    RAISE EXCEPTION '应发明细只在发布核算批次或签发期初结转时写入。'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'the_book_is_written_by_publishing';
  END IF;
  IF EXISTS (SELECT FROM added a JOIN benefits_entitlement k ON k.id = a.entitlement_id
             LEFT JOIN benefits_openingentry e ON e.balance_id = a.opening_id AND e.beneficiary = k.beneficiary AND e.scheme = k.scheme
               AND e.since = k.since AND e.until = k.until AND k.component = 'opening' AND e.due_fen = a.amount_fen AND a.division_code = k.division_code
             WHERE a.opening_id IS NOT NULL AND e.id IS NULL) THEN
    PERFORM lidao_refuse('the_book_says_what_was_signed', '应发明细与所签发的期初结转不符。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER the_book_is_written AFTER INSERT ON benefits_entitlementline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_the_book_is_written();

-- A line of the book says what its run's line says, and rests on the values and facts that one was signed with; a key keeps the family it
-- was first owed through. Asked line by line, each comparison goes by its key: a join is planned as if a run had a dozen lines while nothing
-- is known of the tables.
CREATE FUNCTION lidao_lines_are_as_approved() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added a WHERE a.run_id IS NOT NULL AND (
      SELECT count(*) FROM benefits_entitlement e
      JOIN benefits_runline l ON l.run_id = a.run_id AND l.beneficiary = e.beneficiary AND l.scheme = e.scheme
        AND l.since = e.since AND l.until = e.until AND l.component = e.component
        AND l.due_fen - l.booked_fen = a.amount_fen AND l.value_ids = a.value_ids
      JOIN benefits_evidence v ON v.id = a.evidence_id AND v.run_id = l.run_id AND v.household_id = l.household_id
      WHERE e.id = a.entitlement_id AND e.division_code = a.division_code) = 0) THEN
    RAISE EXCEPTION '应发明细与所发布核算批次的明细不符。'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'the_book_says_what_was_approved';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER lines_are_as_approved AFTER INSERT ON benefits_entitlementline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_lines_are_as_approved();

-- A reconciliation is written by the transaction that publishes its run.
CREATE FUNCTION lidao_publishing_writes() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT run_id FROM added) a
             LEFT JOIN benefits_run r ON r.id = a.run_id AND r.state = 'published' AND r.published_in = pg_current_xact_id()::text::bigint
             WHERE r.id IS NULL) THEN
    RAISE EXCEPTION '应发明细和勾稽只在发布核算批次时写入。'
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'the_book_is_written_by_publishing';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER publishing_writes AFTER INSERT ON benefits_reconciliation REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_publishing_writes();

-- Schemes of these lines for which no file states a figure in the county: an official's document has to.
CREATE FUNCTION lidao_lacks_a_figure(of_scheme text, county text) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (
    SELECT FROM benefits_policyvalue v WHERE v.origin = 'file' AND v.withdrawn_at IS NULL AND v.scheme = of_scheme
    AND (v.unit LIKE 'yuan%' OR v.unit = 'percent') AND jsonb_typeof(v.value) <> 'null'
    AND v.place IN ('000000000000', rpad(left(county, 2), 12, '0'), rpad(left(county, 4), 12, '0'), rpad(left(county, 6), 12, '0')))
$$;

CREATE FUNCTION lidao_states_a_figure(of_scheme text, ids bigint[]) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM benefits_policyvalue v WHERE v.id = ANY (ids) AND v.origin = 'official' AND v.confirmed_at IS NOT NULL AND v.withdrawn_at IS NULL
    AND v.quality = 'normative' AND v.unit LIKE 'yuan%' AND v.scheme IN (of_scheme, ''))
$$;

CREATE FUNCTION lidao_amounts_are_stated() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  lacking text[];
BEGIN
  WITH found AS MATERIALIZED (
    SELECT DISTINCT e.scheme, left(e.division_code, 6) || '000000' AS place FROM added a JOIN benefits_entitlement e ON e.id = a.entitlement_id)
  SELECT array_agg(f.scheme || left(f.place, 6)) INTO lacking FROM found f WHERE lidao_lacks_a_figure(f.scheme, f.place);
  IF lacking IS NOT NULL AND EXISTS (
      SELECT FROM added a JOIN benefits_entitlement e ON e.id = a.entitlement_id JOIN benefits_entitlementline l ON l.entitlement_id = e.id
      WHERE l.amount_fen > 0 AND e.scheme || left(e.division_code, 6) = ANY (lacking) AND NOT lidao_states_a_figure(e.scheme, l.value_ids)) THEN
    PERFORM lidao_refuse('no_amount_without_a_document_that_states_it', '文件没有写明这一项目的金额：须先由县级录入写明金额的文件并确认，才能列应发、发放。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER amounts_are_stated AFTER INSERT ON benefits_entitlementline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_amounts_are_stated();
CREATE TRIGGER amounts_are_stated AFTER INSERT ON benefits_payoutpart REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_amounts_are_stated();

CREATE FUNCTION lidao_opening_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM benefits_entitlement e WHERE e.scheme = OLD.scheme AND left(e.division_code, 6) = left(OLD.division_code, 6)) THEN
    RAISE EXCEPTION '该项目已有应发记录，首个账期不能再改。' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'an_opening_in_use_stands';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER opening_stands BEFORE UPDATE OR DELETE ON benefits_opening FOR EACH ROW EXECUTE FUNCTION lidao_opening_stands();

-- The second of the two questions a county may ask of the others: yes or no, nothing else.
CREATE FUNCTION claimed_elsewhere(of_scheme text, subject bytea, of_sides text[], county text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM benefits_claim c WHERE c.scheme = of_scheme AND c.subject_hash = subject AND c.side = ANY (of_sides)
                 AND left(c.division_code, 6) <> left(county, 6))
$$;
REVOKE ALL ON FUNCTION claimed_elsewhere(text, bytea, text[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION claimed_elsewhere(text, bytea, text[], text) TO lidao_web;
ALTER FUNCTION claimed_elsewhere(text, bytea, text[], text) OWNER TO lidao_load;

-- A line of a run keeps the facts it rests on.
ALTER TABLE benefits_entitlementline ADD CONSTRAINT a_line_keeps_its_facts CHECK (evidence_id IS NOT NULL OR opening_id IS NOT NULL) NOT VALID;
