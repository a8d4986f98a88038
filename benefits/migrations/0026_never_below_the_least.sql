CREATE FUNCTION lidao_yuan_a_year(value jsonb, unit text) RETURNS numeric LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT (value #>> '{}')::numeric * CASE unit WHEN 'yuan per person per month' THEN 12 ELSE 1 END
$$;

-- Of a county's figure: the figures above it (nation, province, city) that are more, and the days on which they are the least that may be
-- stated (不少于、不低于、以上: `floor` of their own place or one above). The one definition the command asks and the database holds to.
-- Days on which the county itself states another figure do not count, so a rise above it is followed by another row.
CREATE FUNCTION lidao_the_least_above(of_place text, of_name text, of_unit text, of_value jsonb, of_since date, of_until date)
RETURNS TABLE (value_id bigint, days datemultirange) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT above.id, range_agg(daterange(above.since, above.until) * daterange(floor.since, floor.until)) * (
    SELECT datemultirange(daterange(of_since, of_until)) - coalesce(range_agg(daterange(own.since, own.until)), '{}') FROM benefits_policyvalue own
    WHERE own.place = of_place AND own.name = of_name AND own.since > of_since AND own.withdrawn_at IS NULL
    AND (own.origin = 'file' OR own.confirmed_at IS NOT NULL))
  FROM benefits_policyvalue above JOIN benefits_policyvalue floor ON floor.name = split_part(of_name, '.', 1) || '.floor' AND floor.value = 'true'
    AND floor.origin = 'file' AND floor.withdrawn_at IS NULL AND floor.place IN (above.place, '000000000000', rpad(left(above.place, 2), 12, '0'))
  WHERE above.name = of_name AND above.unit LIKE 'yuan%' AND jsonb_typeof(above.value) = 'string' AND above.withdrawn_at IS NULL
    AND above.origin = 'file' AND above.place <> of_place
    AND above.place IN ('000000000000', rpad(left(of_place, 2), 12, '0'), rpad(left(of_place, 4), 12, '0'))
    AND lidao_yuan_a_year(of_value, of_unit) < lidao_yuan_a_year(above.value, above.unit)
  GROUP BY above.id ORDER BY above.place DESC, above.id
$$;

CREATE FUNCTION lidao_value_is_no_less() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM lidao_the_least_above(NEW.place, NEW.name, NEW.unit, NEW.value, NEW.since, NEW.until) l WHERE NOT isempty(l.days)) THEN
    PERFORM lidao_refuse('no_value_is_below_the_least', format('标准 %s 低于上级文件规定的最低数，只能等于或高于它。', NEW.name));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER no_value_is_less BEFORE INSERT OR UPDATE ON benefits_policyvalue FOR EACH ROW
  WHEN (NEW.origin = 'official' AND NEW.confirmed_at IS NOT NULL AND NEW.withdrawn_at IS NULL) EXECUTE FUNCTION lidao_value_is_no_less();

-- A rise above a county's figure leaves that figure behind: nothing of the days since then is booked with it until the county follows.
CREATE FUNCTION lidao_the_least_is_booked() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  behind bigint[];
BEGIN
  SELECT array_agg(v.id) INTO behind FROM benefits_policyvalue v
  WHERE v.place IN (SELECT DISTINCT left(a.division_code, 6) || '000000' FROM added a) AND v.origin = 'official' AND v.confirmed_at IS NOT NULL AND v.withdrawn_at IS NULL AND v.unit LIKE 'yuan%' AND EXISTS (
    SELECT FROM lidao_the_least_above(v.place, v.name, v.unit, v.value, v.since, v.until) l WHERE NOT isempty(l.days));
  IF behind IS NOT NULL AND EXISTS (
      SELECT FROM added a JOIN benefits_entitlement e ON e.id = a.entitlement_id
      JOIN benefits_policyvalue v ON v.id = ANY (a.value_ids) AND v.id = ANY (behind)
      CROSS JOIN LATERAL lidao_the_least_above(v.place, v.name, v.unit, v.value, v.since, v.until) l
      WHERE a.value_ids && behind AND a.amount_fen > 0 AND l.days && daterange(e.since, e.until)) THEN
    PERFORM lidao_refuse('nothing_is_booked_below_the_least', '上级标准提高后，本县的标准已低于规定的最低数：请先录入不低于它的标准并确认，再重算。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER the_least_is_booked AFTER INSERT ON benefits_entitlementline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_the_least_is_booked();
