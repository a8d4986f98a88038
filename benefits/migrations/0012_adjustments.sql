-- What the approver signs: the standards, the day they begin, and every row in one order, each hashed, the hashes hashed.
CREATE FUNCTION lidao_adjustment_hash(adjustment bigint) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT encode(sha256(
    convert_to(concat_ws(E'\x1f', a.place, a.base_year, a.year, a.numerator, a.denominator, to_char(a.effective, 'YYYY-MM-DD')), 'UTF8')
    || coalesce((SELECT string_agg(sha256(convert_to(concat_ws(E'\x1f', v.name, v.unit, v.old_fen, v.exact_fen, v.new_fen, v.reason), 'UTF8')), ''::bytea
                 ORDER BY v.name COLLATE "C") FROM benefits_adjustedvalue v WHERE v.adjustment_id = a.id), ''::bytea)
    || coalesce((SELECT string_agg(sha256(convert_to(concat_ws(E'\x1f', r.beneficiary, r.scheme, r.year, r.household_id, r.division_code, r.before_fen,
                   r.after_fen, r.levels::text), 'UTF8')), ''::bytea ORDER BY r.beneficiary COLLATE "C", r.scheme COLLATE "C", r.year)
                 FROM benefits_adjustmentrow r WHERE r.adjustment_id = a.id), ''::bytea)), 'hex')
  FROM benefits_adjustment a WHERE a.id = adjustment
$$;

CREATE FUNCTION lidao_adjustment_draw(adjustment bigint, rows_hash text) RETURNS TABLE (number bigint, household bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT row_number() OVER (ORDER BY d.lot), d.household_id FROM (
    SELECT r.household_id, sha256(convert_to(rows_hash || ' ' || r.household_id, 'UTF8')) AS lot FROM benefits_adjustmentrow r
    WHERE r.adjustment_id = adjustment GROUP BY r.household_id ORDER BY 2 LIMIT 20) d
$$;

-- Why what was simulated may no longer be so, NULL while it stands: as lidao_simulation_is_stale says it of one value.
CREATE FUNCTION lidao_adjustment_is_stale(adjustment bigint) RETURNS text LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE
    WHEN a.simulated_at IS NULL OR a.state IN ('proposed', 'simulating') THEN 'unfinished'
    WHEN EXISTS (SELECT FROM jsonb_array_elements(a.index) i LEFT JOIN poverty_cityyear c ON c.id = (i ->> 'id')::bigint AND c.withdrawn_at IS NULL
                 AND c.confirmed_at IS NOT NULL AND c.amount_fen = (i ->> 'amount_fen')::bigint WHERE c.id IS NULL) THEN 'index'
    WHEN a.openings IS DISTINCT FROM coalesce((SELECT jsonb_object_agg(o.scheme, o.since) FROM benefits_opening o WHERE o.division_code = a.division_code), '{}')
      THEN 'ledgers'
    WHEN (SELECT count(*) FILTER (WHERE h.revision > a.watermark) > 0 OR count(*) <> a.families FROM households_household h WHERE h.division_code >= a.division_code AND h.division_code < rpad((left(a.division_code, 6)::int + 1)::text, 12, '0'))
      THEN 'facts'
    WHEN EXISTS (SELECT FROM poverty_villageyear h WHERE h.revision > a.watermark AND h.confirmed_at IS NOT NULL AND h.division_code >= a.division_code AND h.division_code < rpad((left(a.division_code, 6)::int + 1)::text, 12, '0')) THEN 'facts'
    WHEN EXISTS (SELECT FROM benefits_policyvalue v WHERE v.revision > a.watermark AND (v.origin = 'file' OR v.confirmed_at IS NOT NULL)
                 AND (left(v.place, 6) = left(a.division_code, 6) OR v.place IN
                      ('000000000000', rpad(left(a.division_code, 2), 12, '0'), rpad(left(a.division_code, 4), 12, '0')))
                 AND NOT EXISTS (SELECT FROM benefits_adjustedvalue own WHERE own.adjustment_id = a.id AND own.value_id = v.id)) THEN 'values'
  END
  FROM benefits_adjustment a WHERE a.id = adjustment
$$;

CREATE FUNCTION lidao_adjustment_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  kept text[] := ARRAY['number', 'division_code', 'place', 'citation_id', 'clause', 'figure', 'base_year', 'year', 'percent', 'numerator',
                       'denominator', 'readings', 'index', 'why', 'proposed_by_id', 'proposed_at'];
  moves jsonb := '{"proposed": ["simulating", "discarded"],
                   "simulating": ["simulated", "blocked", "checked", "proposed", "discarded"],
                   "blocked": ["simulating", "proposed", "discarded"],
                   "simulated": ["checked", "simulating", "proposed", "discarded"],
                   "checked": ["approved", "simulating", "proposed", "discarded"],
                   "approved": ["published", "simulating", "discarded"],
                   "published": [], "discarded": []}';
  name text;
  stale text;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'proposed' THEN
      PERFORM lidao_refuse('adjustments_begin_proposed', '调整方案从提出开始。');
    END IF;
    IF EXISTS (SELECT FROM benefits_adjustment a WHERE a.division_code = NEW.division_code AND a.state = 'published' AND a.year > NEW.base_year) THEN
      PERFORM lidao_refuse('the_base_is_the_last_trigger_year', '上次调整的触发年度就是新的基期，不能再从更早的年份算起。');
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' THEN
    PERFORM lidao_refuse('adjustments_are_never_deleted', '调整方案不删除，可以作废。');
  END IF;
  IF OLD.state IN ('published', 'discarded') OR OLD.state = NEW.state AND OLD.state IN ('blocked', 'simulated', 'checked', 'approved') THEN
    PERFORM lidao_refuse('computed_adjustments_are_frozen', format('调整方案 %s 已定，不能改动。', OLD.number));
  END IF;
  FOREACH name IN ARRAY kept LOOP
    IF to_jsonb(NEW) -> name IS DISTINCT FROM to_jsonb(OLD) -> name THEN
      PERFORM lidao_refuse('an_adjustment_keeps_its_growth', format('调整方案 %s 的指数、基期和口径不能改动，可以作废后另提。', OLD.number));
    END IF;
  END LOOP;
  IF OLD.state = NEW.state THEN
    RETURN NEW;
  END IF;
  IF NOT (moves -> OLD.state) ? NEW.state THEN
    PERFORM lidao_refuse('adjustments_move_along_their_states', format('调整方案 %s 不能由 %s 转为 %s。', OLD.number, OLD.state, NEW.state));
  END IF;
  IF NEW.state IN ('proposed', 'simulating', 'discarded') THEN
    RETURN NEW;
  END IF;
  IF OLD.state <> 'simulating' AND (NEW.effective, NEW.since, NEW.until, NEW.schemes, NEW.openings, NEW.watermark, NEW.basis, NEW.families, NEW.rows_hash,
      NEW.prepared_by_id, NEW.prepared_staff_no) IS DISTINCT FROM (OLD.effective, OLD.since, OLD.until, OLD.schemes, OLD.openings, OLD.watermark, OLD.basis,
      OLD.families, OLD.rows_hash, OLD.prepared_by_id, OLD.prepared_staff_no) THEN
    PERFORM lidao_refuse('computed_adjustments_are_frozen', format('调整方案 %s 的测算结果不能改动，可以重新测算。', OLD.number));
  END IF;
  IF NEW.rows_hash IS DISTINCT FROM lidao_adjustment_hash(NEW.id) THEN
    PERFORM lidao_refuse('the_hash_is_of_these_rows', format('调整方案 %s 的摘要与明细不符，请重新测算。', OLD.number));
  END IF;
  IF OLD.state = 'simulating' AND (NEW.seen <> NEW.families
      OR NEW.families <> (SELECT count(*) FROM households_household h WHERE h.division_code >= NEW.division_code AND h.division_code < rpad((left(NEW.division_code, 6)::int + 1)::text, 12, '0'))) THEN
    PERFORM lidao_refuse('a_finished_simulation_saw_every_family', '测算须算过本县的每一户才算完成。');
  END IF;
  IF OLD.state = 'simulating' AND EXISTS (
      SELECT FROM benefits_adjustmentrow r CROSS JOIN LATERAL (
        SELECT coalesce(sum((l.value ->> 0)::bigint), 0)::bigint AS before_fen, coalesce(sum((l.value ->> 1)::bigint), 0)::bigint AS after_fen
        FROM jsonb_each(r.levels) l) borne
      WHERE r.adjustment_id = NEW.id AND (r.before_fen, r.after_fen) IS DISTINCT FROM (borne.before_fen, borne.after_fen)) THEN
    PERFORM lidao_refuse('shares_sum_to_the_amount', '各级分担之和与金额不符，请联系系统管理员。');
  END IF;
  IF NEW.state <> 'blocked' AND EXISTS (SELECT FROM benefits_adjustmentgap g WHERE g.adjustment_id = NEW.id) THEN
    PERFORM lidao_refuse('an_adjustment_without_a_result_is_not_approved', format('调整方案 %s 还有缺项，请补录后重新测算。', OLD.number));
  END IF;
  IF NEW.state IN ('checked', 'approved', 'published') AND EXISTS (
      SELECT FROM lidao_adjustment_draw(NEW.id, NEW.rows_hash) d LEFT JOIN benefits_adjustmentsample s
        ON s.adjustment_id = NEW.id AND s.household_id = d.household AND s.ticked_at IS NOT NULL WHERE s.id IS NULL) THEN
    PERFORM lidao_refuse('every_drawn_family_is_looked_at', format('调整方案 %s 的抽查户还没有逐户核对。', OLD.number));
  END IF;
  IF NEW.state IN ('approved', 'published') THEN
    stale := lidao_adjustment_is_stale(NEW.id);
    IF stale IS NOT NULL THEN
      PERFORM lidao_refuse('an_adjustment_rests_on_a_fresh_simulation', format('调整方案 %s 测算之后有变更（%s），请重新测算。', OLD.number, stale));
    END IF;
  END IF;
  IF NEW.state = 'published' THEN
    IF (NEW.approved_by_id, NEW.approved_staff_no, NEW.approved_at) IS DISTINCT FROM (OLD.approved_by_id, OLD.approved_staff_no, OLD.approved_at) THEN
      PERFORM lidao_refuse('published_is_what_was_approved', format('调整方案 %s 审批后有变，请重新审批。', OLD.number));
    END IF;
    IF NEW.published_on IS DISTINCT FROM (NEW.published_at AT TIME ZONE 'Asia/Shanghai')::date THEN
      PERFORM lidao_refuse('published_on_the_day_it_was_published', '公布日期与公布时间不符。');
    END IF;
    NEW.published_in := pg_current_xact_id()::text::bigint;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER adjustment_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_adjustment FOR EACH ROW EXECUTE FUNCTION lidao_adjustment_is_guarded();
REVOKE DELETE ON benefits_adjustment FROM lidao_web;

-- Asked when the transaction ends, which sees no place any more: so it looks with the eyes of the role that sees every one.
CREATE FUNCTION lidao_adjustment_states_its_values() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM benefits_adjustedvalue a LEFT JOIN benefits_policyvalue v ON v.id = a.value_id AND v.place = NEW.division_code AND v.name = a.name
               AND v.since = NEW.effective AND v.confirmed_at IS NOT NULL AND v.withdrawn_at IS NULL
               AND v.value = to_jsonb(to_char(a.new_fen / 100.0, 'FM9999999990.00'))
             WHERE a.adjustment_id = NEW.id AND v.id IS NULL) THEN
    PERFORM lidao_refuse('a_published_adjustment_states_its_values', format('调整方案 %s 公布时须同时写入全部新标准。', NEW.number));
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER adjustment_states_its_values AFTER UPDATE ON benefits_adjustment DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state = 'published') EXECUTE FUNCTION lidao_adjustment_states_its_values();
REVOKE ALL ON FUNCTION lidao_adjustment_states_its_values() FROM PUBLIC;
ALTER FUNCTION lidao_adjustment_states_its_values() OWNER TO lidao_load;

-- Standards are set when proposed, chosen while it is proposed, and tied to their value by the transaction that publishes.
CREATE FUNCTION lidao_adjusted_value_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  whose benefits_adjustment;
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM lidao_refuse('adjusted_values_are_frozen', '调整标准不删除。');
  END IF;
  SELECT * INTO whose FROM benefits_adjustment a WHERE a.id = NEW.adjustment_id FOR SHARE;
  IF TG_OP = 'INSERT' AND whose.state = 'proposed' AND whose.division_code = NEW.division_code AND NEW.value_id IS NULL THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND whose.state = 'proposed'
      AND (to_jsonb(NEW) - '{new_fen,reason}'::text[]) = (to_jsonb(OLD) - '{new_fen,reason}'::text[]) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND whose.state = 'published' AND whose.published_in = pg_current_xact_id()::text::bigint AND OLD.value_id IS NULL
      AND (to_jsonb(NEW) - 'value_id') = (to_jsonb(OLD) - 'value_id') THEN
    RETURN NEW;
  END IF;
  PERFORM lidao_refuse('adjusted_values_are_frozen', '测算之后不能改动调整标准，请先退回选择再测算。');
  RETURN NULL;
END $$;
CREATE TRIGGER adjusted_value_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_adjustedvalue
  FOR EACH ROW EXECUTE FUNCTION lidao_adjusted_value_is_guarded();

-- Rows come and go only while they are being computed; a drawn family is ticked once, while the adjustment waits for it.
CREATE FUNCTION lidao_adjustment_rows_are_frozen() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM benefits_adjustment a WHERE a.id IN (SELECT adjustment_id FROM changed) FOR SHARE;
  IF EXISTS (SELECT FROM (SELECT DISTINCT adjustment_id FROM changed) c LEFT JOIN benefits_adjustment a ON a.id = c.adjustment_id
             WHERE a.state IS DISTINCT FROM 'simulating') THEN
    PERFORM lidao_refuse('simulated_rows_are_frozen', '测算明细只在测算中产生，完成后不能改动。');
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION lidao_adjustment_rows_are_replaced() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lidao_refuse('simulated_rows_are_frozen', '测算明细不改写，请重新测算。');
  RETURN NULL;
END $$;

CREATE FUNCTION lidao_drawn_family_is_ticked_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.ticked_at IS NOT NULL OR (to_jsonb(NEW) - '{ticked_by_id,ticked_staff_no,ticked_at}'::text[]) <>
      (to_jsonb(OLD) - '{ticked_by_id,ticked_staff_no,ticked_at}'::text[])
      OR NOT EXISTS (SELECT FROM benefits_adjustment a WHERE a.id = NEW.adjustment_id AND a.state = 'simulated') THEN
    PERFORM lidao_refuse('a_drawn_family_is_ticked_once', '抽查户在待抽查时逐户核对一次，不能改动。');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER drawn_family_is_ticked_once BEFORE UPDATE ON benefits_adjustmentsample FOR EACH ROW EXECUTE FUNCTION lidao_drawn_family_is_ticked_once();

-- Who took a step is compared by staff number, which therefore must be the user's own.
ALTER TABLE benefits_adjustment
  ADD CONSTRAINT adjustment_maker_has_this_staff_number FOREIGN KEY (prepared_by_id, prepared_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT adjustment_approver_has_this_staff_number FOREIGN KEY (approved_by_id, approved_staff_no) REFERENCES accounts_user (id, staff_no),
  ADD CONSTRAINT adjustment_publisher_has_this_staff_number FOREIGN KEY (published_by_id, published_staff_no) REFERENCES accounts_user (id, staff_no);
ALTER TABLE benefits_adjustmentsample
  ADD CONSTRAINT adjustmentsample_checker_has_this_staff_number FOREIGN KEY (ticked_by_id, ticked_staff_no) REFERENCES accounts_user (id, staff_no);
