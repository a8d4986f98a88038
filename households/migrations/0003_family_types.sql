CREATE VIEW households_familytype WITH (security_invoker = true) AS
WITH child AS (
  SELECT DISTINCT m.household_id, p.child_id
  FROM households_membership m
  JOIN households_parentage p ON p.parent_id = m.person_id AND p.withdrawn_at IS NULL AND p.origin IS DISTINCT FROM 'step'
  WHERE m.withdrawn_at IS NULL AND m.relation IN ('0', '1')
), life AS (
  SELECT child.household_id, c.sex,
    EXISTS (SELECT FROM households_death d WHERE d.person_id = c.id AND d.withdrawn_at IS NULL) AS died,
    EXISTS (SELECT FROM households_statement s WHERE s.person_id = c.id AND s.kind = 'death' AND s.withdrawn_at IS NULL) AS alive,
    EXISTS (SELECT FROM households_disability b
            WHERE b.person_id = c.id AND b.withdrawn_at IS NULL AND b.until IS NULL AND b.grade <= 3) AS disabled
  FROM child JOIN households_person c ON c.id = child.child_id
), family AS (
  SELECT household_id, count(*)::int AS births, (count(*) FILTER (WHERE NOT died))::int AS living,
    bool_and(died OR alive AND sex IS NOT NULL) AS certain, bool_or(disabled AND NOT died) AS disabled,
    count(*) FILTER (WHERE NOT died AND sex = 'female') AS daughters
  FROM life GROUP BY household_id
)
SELECT household_id, births, living, CASE
    WHEN NOT certain THEN 'uncertain'
    WHEN living = 0 THEN 'bereaved'
    WHEN births = 1 AND disabled THEN 'disabled_only_child'
    WHEN births = 1 AND daughters = 1 THEN 'only_daughter'
    WHEN births = 1 THEN 'only_son'
    WHEN births = 2 AND daughters = 2 THEN 'two_daughters'
    ELSE 'several' END AS kind
FROM family;
