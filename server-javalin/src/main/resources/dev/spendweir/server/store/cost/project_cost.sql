-- The project's rows. Where it has none but the feed has project rows at all, one row of nulls says so (spec 1.4: null
-- means not known, an empty list known to be nothing).
WITH given AS (
    SELECT ?::text AS tenant_id, ?::date AS first_day, ?::date AS last_day, ?::text AS project_id
)
SELECT c.day, c.amount_micros, c.final
FROM given g
LEFT JOIN cost_day c ON c.tenant_id = g.tenant_id AND c.project_id = g.project_id AND c.day BETWEEN g.first_day AND g.last_day
WHERE c.day IS NOT NULL
   OR EXISTS (SELECT FROM cost_day o
              WHERE o.tenant_id = g.tenant_id AND o.project_id IS NOT NULL AND o.day BETWEEN g.first_day AND g.last_day)
