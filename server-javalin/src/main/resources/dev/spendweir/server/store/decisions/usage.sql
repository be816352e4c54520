-- Usage of the tenant (project null) and of the projects, summed up from all holds that count; parameters: tenant, clock day,
-- projects
WITH given AS (
    SELECT ?::text AS tenant_id, ?::date AS day, ?::text[] AS projects
), bounds AS (
    SELECT g.tenant_id, g.projects, date_trunc('month', g.day)::date AS month,
           -- settled on a day later than complete - 7 (spec 3.2); unset means complete until yesterday
           (least(coalesce(s.complete_through, g.day - 1), g.day) - 6)::timestamptz AS settling_from
    FROM given g JOIN cost_state s ON s.tenant_id = g.tenant_id
), sums AS (
    SELECT r.project_id, sum(r.amount_micros) AS reserved, sum(r.allocation_micros) AS project_reserved,
           0::numeric AS consumed, 0::numeric AS project_consumed, 0::numeric AS settling, 0::numeric AS project_settling
    FROM reservation r JOIN bounds b ON b.tenant_id = r.tenant_id
    WHERE r.status IN ('tentative', 'confirmed')
    GROUP BY r.project_id
    UNION ALL
    SELECT r.project_id, 0, 0, sum(r.actual_micros), sum(r.consumed_allocation_micros + r.overrun_micros), 0, 0
    FROM reservation r JOIN bounds b ON b.tenant_id = r.tenant_id AND b.month = r.booked_month
    WHERE r.status = 'settled'
    GROUP BY r.project_id
    UNION ALL
    SELECT r.project_id, 0, 0, 0, 0, sum(r.actual_micros), sum(r.consumed_allocation_micros + r.overrun_micros)
    FROM reservation r JOIN bounds b ON b.tenant_id = r.tenant_id AND r.closed_at >= b.settling_from
    WHERE r.status = 'settled'
    GROUP BY r.project_id
)
SELECT NULL AS project_id, coalesce(sum(reserved), 0)::bigint AS reserved, coalesce(sum(consumed), 0)::bigint AS consumed,
       coalesce(sum(settling), 0)::bigint AS settling
FROM sums
UNION ALL
SELECT s.project_id, sum(s.project_reserved)::bigint, sum(s.project_consumed)::bigint, sum(s.project_settling)::bigint
FROM sums s JOIN bounds b ON s.project_id = ANY (b.projects)
GROUP BY s.project_id
