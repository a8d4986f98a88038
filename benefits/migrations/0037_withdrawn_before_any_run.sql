-- Schemes of a county whose ledger was last published with other rules or other values, each with the booked months these have a part in: of rules all
-- of the ledger, of values from the year the earliest begins. `names` are {scheme: the values the rules rest on}. A value is new when it was recorded,
-- confirmed or withdrawn after the last publication for the whole county; one such a publication rested on stands unchanged, whatever document was
-- added to it. One withdrawn again says nothing new where no published run was computed while it was in force: it was confirmed after its last
-- simulation began, and that was after the values of every such run. A run about some families covers no ledger. The one definition the command asks
-- and the approval is held to; runs stand at the county's own code, so whoever sees one sees all.
CREATE OR REPLACE FUNCTION lidao_ledger_changed(county text, of_schemes text[], rules text, names jsonb)
RETURNS TABLE (scheme text, since date, until date, of_rules boolean)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT asked.scheme, CASE WHEN changed.of_rules THEN o.since ELSE greatest(o.since, changed.since) END, booked.until, changed.of_rules
  FROM unnest(of_schemes) AS asked(scheme)
  CROSS JOIN LATERAL (
    SELECT r.values_revision, b.rules_hash FROM benefits_run r LEFT JOIN benefits_basis b ON b.id = r.basis_id
    WHERE r.division_code = county AND r.state = 'published' AND r.households IS NULL AND r.schemes::text[] @> ARRAY[asked.scheme]
    ORDER BY r.published_revision DESC LIMIT 1) last
  CROSS JOIN LATERAL (
    SELECT max(r.until) AS until, max(r.values_revision) AS values_revision FROM benefits_run r
    WHERE r.division_code = county AND r.state = 'published' AND r.schemes::text[] @> ARRAY[asked.scheme]) booked
  JOIN benefits_opening o ON o.division_code = county AND o.scheme = asked.scheme
  CROSS JOIN LATERAL (
    SELECT last.rules_hash IS DISTINCT FROM rules AS of_rules, date_trunc('year', min(v.since))::date AS since FROM benefits_policyvalue v
    WHERE v.revision > last.values_revision AND v.since < booked.until AND coalesce(v.until > o.since, true)
      AND (v.origin = 'file' OR v.confirmed_at IS NOT NULL)
      AND (v.withdrawn_at IS NULL OR booked.values_revision > coalesce((
        SELECT max(s.watermark) FROM benefits_policysimulation s WHERE s.value_id = v.id AND s.division_code = county), 0))
      AND v.name IN (SELECT jsonb_array_elements_text(names -> asked.scheme))
      AND (left(v.place, 6) = left(county, 6) OR v.place IN ('000000000000', rpad(left(county, 2), 12, '0'), rpad(left(county, 4), 12, '0')))
      AND NOT EXISTS (
        SELECT FROM benefits_runvalue u JOIN benefits_run r ON r.id = u.run_id
        WHERE u.value_id = v.id AND u.division_code = county AND r.households IS NULL AND r.schemes::text[] @> ARRAY[asked.scheme])) changed
  WHERE changed.of_rules OR changed.since IS NOT NULL
$$;
