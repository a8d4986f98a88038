ALTER TABLE poverty_firstsecretary ADD CONSTRAINT a_village_has_one_first_secretary_at_a_time
  EXCLUDE USING gist (division_code WITH =, daterange(since, until) WITH &&) WHERE (withdrawn_at IS NULL);
