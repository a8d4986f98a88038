-- A payout is frozen when its run is prepared; people go on dying and closing accounts. So every later step looks at them again, as of the day it is taken.
CREATE FUNCTION lidao_payees_stand() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  -- A step without its moment is refused by the run's own check; it is looked at as of now until then.
  taken_at timestamptz := coalesce(CASE NEW.state WHEN 'reviewed' THEN NEW.reviewed_at WHEN 'signed' THEN NEW.signed_at ELSE NEW.handed_over_at END, now());
  day date := (taken_at AT TIME ZONE 'Asia/Shanghai')::date;
  back text := CASE NEW.state WHEN 'handed_over' THEN '请由县级签发点“撤销签发并作废”，登记清楚后重拟' ELSE '请点“整批退回”，由初核登记清楚并重新比对' END;
  dead bigint[];
  closed bigint[];
BEGIN
  SELECT array_agg(s.line_no ORDER BY s.line_no) FILTER (WHERE s.dead), array_agg(s.line_no ORDER BY s.line_no) FILTER (WHERE s.closed) INTO dead, closed
  FROM (
    SELECT p.line_no,
      EXISTS (SELECT FROM households_death d WHERE d.person_id = p.person_id AND d.withdrawn_at IS NULL AND d.since <= day) AS dead,
      p.account_id IS NOT NULL AND NOT EXISTS (SELECT FROM households_account a WHERE a.person_id = p.person_id AND a.number_hash = p.account_hash
                  AND a.withdrawn_at IS NULL AND a.since <= day AND (a.until IS NULL OR a.until > day)) AS closed
    FROM benefits_payout p WHERE p.run_id = NEW.id AND p.decision = 'approve') s;
  IF dead IS NOT NULL THEN
    PERFORM lidao_refuse('the_dead_are_handed_nothing', format('拟制之后有领款人登记死亡：第 %s 笔%s，不能照此发放。%s。',
      array_to_string(dead[1:10], '、'), CASE WHEN cardinality(dead) > 10 THEN format('等 %s 笔', cardinality(dead)) ELSE '' END, back));
  ELSIF closed IS NOT NULL THEN
    PERFORM lidao_refuse('a_closed_account_is_handed_nothing', format('拟制之后有收款账户停用：第 %s 笔%s，不能照此发放。%s。',
      array_to_string(closed[1:10], '、'), CASE WHEN cardinality(closed) > 10 THEN format('等 %s 笔', cardinality(closed)) ELSE '' END, back));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payout_run_payees_stand BEFORE UPDATE ON benefits_payoutrun FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('reviewed', 'signed', 'handed_over'))
  EXECUTE FUNCTION lidao_payees_stand();
