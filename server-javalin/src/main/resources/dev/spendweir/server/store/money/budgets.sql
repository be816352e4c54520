-- Budgets with what is held and spent against them; :project and :after may be null.
WITH given AS (
    SELECT CAST(:tenant AS text) AS tenant_id, CAST(:day AS date) AS day
), bounds AS (
    SELECT g.tenant_id, date_trunc('month', g.day)::date AS month,
           (least(coalesce(s.complete_through, g.day - 1), g.day) - 6)::timestamptz AS settling_from,
           s.version AS cost_version, s.complete_through
    FROM given g JOIN cost_state s ON s.tenant_id = g.tenant_id
)
SELECT b.project_id, b.monthly_limit_micros, b.updated_at, bounds.cost_version, bounds.complete_through,
       coalesce(active.reserved, 0)::bigint AS reserved,
       coalesce(month.consumed, 0)::bigint AS consumed,
       coalesce(month.overrun, 0)::bigint AS overrun,
       coalesce(late.settling, 0)::bigint AS settling
FROM bounds
JOIN budget b ON b.tenant_id = bounds.tenant_id
CROSS JOIN LATERAL (
    SELECT sum(r.allocation_micros) AS reserved FROM reservation r
    WHERE r.tenant_id = b.tenant_id AND r.project_id = b.project_id AND r.status IN ('tentative', 'confirmed')
) active
CROSS JOIN LATERAL (
    SELECT sum(r.consumed_allocation_micros + r.overrun_micros) AS consumed, sum(r.overrun_micros) AS overrun
    FROM reservation r
    WHERE r.tenant_id = b.tenant_id AND r.project_id = b.project_id AND r.status = 'settled'
      AND r.booked_month = bounds.month
) month
CROSS JOIN LATERAL (
    SELECT sum(r.consumed_allocation_micros + r.overrun_micros) AS settling FROM reservation r
    WHERE r.tenant_id = b.tenant_id AND r.project_id = b.project_id AND r.status = 'settled'
      AND r.closed_at >= bounds.settling_from
) late
WHERE (CAST(:project AS text) IS NULL OR b.project_id = :project)
  AND (CAST(:after AS text) IS NULL OR b.project_id > :after)
ORDER BY b.project_id
LIMIT :limit
