-- A publication trusts the number: with another key's it would change that key, or prove a sum with money that is somebody else's. It is held
-- to the key when the line is written, and stays right, for lines are replaced only by computing again and keys of the book never change.
-- More than a foreign key says, so there is none beside it. Asked line by line, each by its key, and planned anew each time: who computed a county's
-- first run, with nothing in the book, would keep the plan of an empty table and go through the whole book for each line of the next.
CREATE FUNCTION lidao_a_run_line_points_at_its_key() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  another boolean;
BEGIN
  EXECUTE 'SELECT EXISTS (SELECT FROM added a WHERE a.entitlement_id IS NOT NULL AND (
      SELECT count(*) FROM benefits_entitlement e
      WHERE e.id = a.entitlement_id AND e.beneficiary = a.beneficiary AND e.scheme = a.scheme AND e.since = a.since AND e.component = a.component) = 0)'
    INTO another;
  IF another THEN
    PERFORM lidao_refuse('a_run_line_points_at_its_key', '核算明细所指的应发项不是它自己的，请退回重算。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER run_line_points_at_its_key AFTER INSERT ON benefits_runline REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_a_run_line_points_at_its_key();
