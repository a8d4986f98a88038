CREATE OR REPLACE FUNCTION lidao_transfer_is_guarded() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  moves jsonb := '{"reading": ["failed", "matched", "discarded"], "matched": ["applying", "discarded"], "applying": ["applied", "discarded"],
                   "making": ["ready"], "ready": ["deleted"], "failed": [], "applied": [], "discarded": [], "deleted": []}';
  free text[] := ARRAY['state', 'content', 'headings', 'counts', 'left_out', 'problem', 'job_id', 'applied_at', 'sha256', 'number'];
BEGIN
  IF OLD.state <> NEW.state AND NOT (moves -> OLD.state) ? NEW.state OR (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free)
     OR OLD.sha256 IS NOT NULL AND NEW.sha256 IS DISTINCT FROM OLD.sha256 THEN
    RAISE EXCEPTION '交换文件 % 不能由 % 转为 %，也不能改写。', OLD.number, OLD.state, NEW.state
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'transfers_move_along_their_states';
  END IF;
  RETURN NEW;
END $$;
