-- Whom a proposed value changes is written while it is simulated. The value is held meanwhile, so that one withdrawn keeps nobody's name.
CREATE FUNCTION lidao_simulation_rows_come() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM benefits_policysimulation s JOIN benefits_policyvalue v ON v.id = s.value_id WHERE s.id IN (SELECT simulation_id FROM changed) FOR SHARE;
  IF EXISTS (SELECT FROM (SELECT DISTINCT simulation_id FROM changed) c
             LEFT JOIN benefits_policysimulation s ON s.id = c.simulation_id AND s.finished_at IS NULL
             LEFT JOIN benefits_policyvalue v ON v.id = s.value_id AND v.withdrawn_at IS NULL WHERE v.id IS NULL) THEN
    PERFORM lidao_refuse('simulated_rows_are_frozen', '模拟明细只在模拟核算中产生，完成后不能改动。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER rows_come_while_computing AFTER INSERT ON benefits_simulationrow REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_simulation_rows_come();

-- They go with a value that is withdrawn, and before its confirmation with a simulation that is followed by another or was never finished.
CREATE FUNCTION lidao_simulation_rows_go() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT simulation_id FROM changed) c
             LEFT JOIN benefits_policysimulation s ON s.id = c.simulation_id
             LEFT JOIN benefits_policyvalue v ON v.id = s.value_id AND (v.withdrawn_at IS NOT NULL OR v.confirmed_at IS NULL AND (s.finished_at IS NULL
               OR EXISTS (SELECT FROM benefits_policysimulation later WHERE later.value_id = v.id AND later.id > s.id))) WHERE v.id IS NULL) THEN
    PERFORM lidao_refuse('simulated_rows_are_frozen', '模拟明细在标准撤回或重新模拟之前保留，不能删除。');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER rows_go_when_nobody_confirms_by_them AFTER DELETE ON benefits_simulationrow REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION lidao_simulation_rows_go();

CREATE TRIGGER rows_are_added BEFORE UPDATE ON benefits_simulationrow FOR EACH STATEMENT EXECUTE FUNCTION lidao_adjustment_rows_are_replaced();
REVOKE UPDATE ON benefits_simulationrow FROM lidao_web;
