-- Every guard refuses with a name and a sentence; a shell of the owner's meets the same guards. The functions name their schema: without
-- a path of its own a function reads the session's temporary tables first, and a table named like ours would speak for it.
CREATE FUNCTION lidao_refuse(name text, sentence text) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = sentence, ERRCODE = 'restrict_violation', CONSTRAINT = name;
END $$;

-- What is said of a document stands once a published run rested on it.
CREATE FUNCTION lidao_citation_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR EXISTS (SELECT FROM benefits_policyuse u JOIN benefits_policyvalue v ON v.id = u.value_id
                                 LEFT JOIN benefits_policyconfirmation c ON c.value_id = v.id
                                 WHERE OLD.id IN (v.citation_id, c.citation_id)) THEN
    RAISE EXCEPTION '依据 % 已被发布的核算批次采用，其登记不能改动；如有错误，请另立文号并接续标准。', OLD.number
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'used_citations_stay';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER citation_stands BEFORE UPDATE OR DELETE ON benefits_citation FOR EACH ROW EXECUTE FUNCTION lidao_citation_stands();
REVOKE DELETE ON benefits_citation FROM lidao_web, lidao_load;

-- A document that an official registers under its 文号 is known in the county alone; those of the policy files hold everywhere.
CREATE FUNCTION lidao_document_is_cited_at_home() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  place text := CASE TG_TABLE_NAME WHEN 'benefits_policyvalue' THEN to_jsonb(NEW) ->> 'place' ELSE to_jsonb(NEW) ->> 'county' END;
BEGIN
  IF NOT EXISTS (SELECT FROM benefits_citation c WHERE c.id = NEW.citation_id AND c.county IN ('', place)) THEN
    PERFORM lidao_refuse('a_document_is_cited_where_it_is_registered', '别的县登记的文件，本县不能引用；请在本县登记文号。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER document_is_cited_at_home BEFORE INSERT OR UPDATE ON benefits_policyvalue
  FOR EACH ROW EXECUTE FUNCTION lidao_document_is_cited_at_home();
CREATE TRIGGER document_is_cited_at_home BEFORE INSERT OR UPDATE ON benefits_policyconfirmation
  FOR EACH ROW EXECUTE FUNCTION lidao_document_is_cited_at_home();

CREATE FUNCTION lidao_policy_value_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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

-- Why what a simulation found may no longer be so, NULL while it stands. The one definition the command asks and the database holds to.
-- A simulation that touches no scheme of the county stays fresh until a ledger is opened. The count of families catches those that went,
-- and whoever looks through a narrower scope.
CREATE FUNCTION lidao_simulation_is_stale(simulation bigint) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE
    WHEN s.finished_at IS NULL THEN 'unfinished'
    WHEN s.openings IS DISTINCT FROM coalesce((SELECT jsonb_object_agg(o.scheme, o.since) FROM benefits_opening o WHERE o.division_code = s.division_code), '{}')
      THEN 'ledgers'
    WHEN cardinality(s.schemes) = 0 THEN NULL
    WHEN (SELECT count(*) FILTER (WHERE h.revision > s.watermark) > 0 OR count(*) <> s.families FROM households_household h
          WHERE h.division_code >= s.division_code AND h.division_code < rpad((left(s.division_code, 6)::int + 1)::text, 12, '0')) THEN 'facts'
    WHEN EXISTS (SELECT FROM poverty_villageyear y WHERE y.revision > s.watermark AND y.confirmed_at IS NOT NULL
                 AND y.division_code >= s.division_code AND y.division_code < rpad((left(s.division_code, 6)::int + 1)::text, 12, '0')) THEN 'facts'
    WHEN EXISTS (SELECT FROM benefits_policyvalue v WHERE v.revision > s.watermark AND v.id <> s.value_id
                 AND (v.origin = 'file' OR v.confirmed_at IS NOT NULL)
                 AND (left(v.place, 6) = left(s.division_code, 6) OR v.place IN
                      ('000000000000', rpad(left(s.division_code, 2), 12, '0'), rpad(left(s.division_code, 4), 12, '0')))) THEN 'values'
  END
  FROM benefits_policysimulation s WHERE s.id = simulation
$$;

-- A county's value is confirmed by another official after a fresh simulation; or by an approved adjustment, published by this very transaction,
-- that was approved with it.
CREATE FUNCTION lidao_policy_value_is_confirmed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  simulation bigint;
  stale text;
  document benefits_citation;
BEGIN
  IF NEW.origin <> 'official' OR NEW.confirmed_at IS NULL OR TG_OP = 'UPDATE' AND OLD.confirmed_at IS NOT NULL THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM lidao_refuse('official_values_begin_unconfirmed', '录入的标准先待确认，由另一人看过模拟核算后确认。');
  END IF;
  SELECT * INTO document FROM benefits_citation WHERE id = NEW.citation_id;
  IF document.quality <> 'normative' OR '' IN (document.number, document.title, document.issuer, document.issued) THEN
    PERFORM lidao_refuse('a_confirmed_value_has_a_whole_citation', '确认的标准须有规范性文件的文号、标题、发文机关和日期。');
  END IF;
  IF EXISTS (SELECT FROM benefits_adjustedvalue v JOIN benefits_adjustment a ON a.id = v.adjustment_id
             WHERE v.value_id = NEW.id AND a.state = 'published' AND a.published_in = pg_current_xact_id()::text::bigint
             AND (a.division_code, a.effective, v.name, v.unit, a.prepared_staff_no, a.approved_staff_no)
               = (NEW.place, NEW.since, NEW.name, NEW.unit, NEW.entered_staff_no, NEW.confirmed_staff_no)
             AND NEW.until IS NULL AND NEW.value = to_jsonb(to_char(v.new_fen / 100.0, 'FM9999999990.00'))) THEN
    RETURN NEW;
  END IF;
  SELECT s.id INTO simulation FROM benefits_policysimulation s WHERE s.value_id = NEW.id AND s.division_code = NEW.place ORDER BY s.id DESC LIMIT 1;
  stale := CASE WHEN simulation IS NULL THEN 'missing' ELSE lidao_simulation_is_stale(simulation) END;
  IF stale IS NOT NULL THEN
    PERFORM lidao_refuse('a_value_is_confirmed_after_a_fresh_simulation', format('标准 %s 没有在最近一次变更之后完成的模拟核算（%s）。', NEW.name, stale));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER policy_value_is_confirmed BEFORE INSERT OR UPDATE ON benefits_policyvalue
  FOR EACH ROW EXECUTE FUNCTION lidao_policy_value_is_confirmed();

CREATE FUNCTION lidao_simulation_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['job_id', 'openings', 'watermark', 'basis', 'families', 'seen', 'effects', 'finished_at'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.finished_at IS NOT NULL OR NOT EXISTS (SELECT FROM benefits_policyvalue v WHERE v.id = NEW.value_id AND v.origin = 'official'
        AND v.place = NEW.division_code AND v.confirmed_at IS NULL AND v.withdrawn_at IS NULL) THEN
      PERFORM lidao_refuse('a_simulation_is_of_a_value_awaiting_confirmation', '模拟核算只为本县待确认的标准进行。');
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.finished_at IS NOT NULL OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('finished_simulations_are_frozen', '模拟核算的结果不能改动或删除，可以重新模拟。');
  END IF;
  IF NEW.finished_at IS NOT NULL AND cardinality(NEW.schemes) > 0 AND NEW.families <> (SELECT count(*) FROM households_household h
      WHERE h.division_code >= NEW.division_code AND h.division_code < rpad((left(NEW.division_code, 6)::int + 1)::text, 12, '0')) THEN
    PERFORM lidao_refuse('a_finished_simulation_saw_every_family', '模拟核算须算过本县的每一户才算完成。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER simulation_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_policysimulation
  FOR EACH ROW EXECUTE FUNCTION lidao_simulation_is_guarded();
REVOKE DELETE ON benefits_policysimulation FROM lidao_web;

CREATE FUNCTION lidao_confirmation_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  decided text[] := ARRAY['state', 'decided_at', 'decided_by_id', 'decided_staff_no', 'refused_why'];
BEGIN
  IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND (OLD.state <> 'proposed' OR (to_jsonb(NEW) - decided) IS DISTINCT FROM (to_jsonb(OLD) - decided)) THEN
    PERFORM lidao_refuse('confirmations_are_never_edited', '确认文件的登记不改写。');
  END IF;
  IF TG_OP = 'INSERT' AND NEW.county <> '' AND NEW.state <> 'proposed' THEN
    PERFORM lidao_refuse('county_confirmations_begin_undecided', '县级登记的确认文件先待核对。');
  END IF;
  IF NOT EXISTS (SELECT FROM benefits_policyvalue v WHERE v.id = NEW.value_id AND v.quality = 'reported'
                 AND (NEW.county = '' OR v.place IN ('000000000000', rpad(left(NEW.county, 2), 12, '0'), rpad(left(NEW.county, 4), 12, '0'), NEW.county))) THEN
    PERFORM lidao_refuse('only_a_reported_value_is_confirmed', '确认文件只为本县适用的、仅见于报道或计划的标准登记。');
  END IF;
  IF NEW.state <> 'refused' AND NOT EXISTS (SELECT FROM benefits_citation c WHERE c.id = NEW.citation_id AND c.quality = 'normative'
                                            AND '' NOT IN (c.number, c.title, c.issuer, c.issued)) THEN
    PERFORM lidao_refuse('only_a_document_confirms', '确认文件须是规范性文件，文号、标题、发文机关和日期齐全。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER confirmation_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_policyconfirmation
  FOR EACH ROW EXECUTE FUNCTION lidao_confirmation_is_guarded();
REVOKE DELETE ON benefits_policyconfirmation FROM lidao_web, lidao_load;

-- Payouts ask this for their county: false while any of the values is only reported and no document that confirms it is in force there.
-- A document that one county's officials recorded proves a reported figure in that county alone.
CREATE FUNCTION lidao_values_are_proven(ids bigint[], in_place text) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT NOT EXISTS (
    SELECT FROM unnest(ids) AS i(id) LEFT JOIN benefits_policyvalue v ON v.id = i.id
    WHERE v.id IS NULL OR v.quality = 'reported' AND NOT EXISTS (
      SELECT FROM benefits_policyconfirmation c
      WHERE c.value_id = v.id AND c.state = 'in_force' AND left(c.county, 6) IN ('', left(in_place, 6))))
$$;

-- Who took a step is compared by staff number, which therefore must be the user's own.
ALTER TABLE benefits_policyvalue
  ADD CONSTRAINT value_recorder_has_this_staff_number FOREIGN KEY (entered_by_id, entered_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT value_confirmer_has_this_staff_number FOREIGN KEY (confirmed_by_id, confirmed_staff_no) REFERENCES accounts_user (id, staff_no);
ALTER TABLE benefits_policyconfirmation
  ADD CONSTRAINT confirmation_recorder_has_this_staff_number FOREIGN KEY (recorded_by_id, recorded_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT confirmation_decider_has_this_staff_number FOREIGN KEY (decided_by_id, decided_staff_no) REFERENCES accounts_user (id, staff_no);
