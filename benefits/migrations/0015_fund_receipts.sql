CREATE FUNCTION lidao_fund_receipt_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  free text[] := ARRAY['job_id', 'code', 'seal_id', 'sealed_at'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.seal_id IS NOT NULL OR NOT EXISTS (SELECT FROM benefits_fundgrant g
        WHERE g.id = NEW.grant_id AND g.state = 'approved' AND g.division_code = NEW.division_code AND g.amount_fen = NEW.total_fen) THEN
      PERFORM lidao_refuse('a_fund_receipt_is_of_an_approved_grant', '领款收据只为已批准的救助出具。');
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.seal_id IS NOT NULL OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) THEN
    PERFORM lidao_refuse('sealed_fund_receipts_are_frozen', format('%s 不能改动或删除。', OLD.number));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fund_receipt_is_guarded BEFORE INSERT OR UPDATE OR DELETE ON benefits_fundreceipt
  FOR EACH ROW EXECUTE FUNCTION lidao_fund_receipt_is_guarded();
REVOKE DELETE ON benefits_fundreceipt FROM lidao_web;
