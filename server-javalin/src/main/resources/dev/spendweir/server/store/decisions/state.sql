-- What a gate transaction reads after it has the lock: several results in one round trip, in this order. One parameter
-- list is bound in the order of the marks.

-- 1. policy, cost data, the other chain; parameters: tenant
SELECT coalesce((SELECT max(p.version) FROM policy_version p WHERE p.tenant_id = s.tenant_id), 0) AS policy_version,
       s.version AS cost_version, s.complete_through,
       (SELECT g.sequence FROM ledger_head g WHERE g.tenant_id = s.tenant_id AND g.chain = 'governance')
           AS governance_sequence,
       (SELECT min(a.deadline) FROM approval a
        WHERE a.tenant_id = s.tenant_id AND a.status IN ('pending', 'approved')) AS next_deadline
FROM cost_state s
WHERE s.tenant_id = ?;

-- 2. usage of the tenant (project null) and of the projects; parameters: tenant, clock day, projects
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
GROUP BY s.project_id;

-- 3. budgets; parameters: tenant, projects
SELECT project_id, monthly_limit_micros FROM budget WHERE tenant_id = ? AND project_id = ANY (?);

-- 4. active holds at the places and behind approvals past their deadline, with their draws; parameters: tenant, sources,
--    projects, environments, references, clock time
SELECT r.reservation_id, r.source, r.project_id, r.environment, r.resource_reference, r.change_id, r.status, r.booked_month,
       r.allocation_micros, r.uncovered_micros, d.grant_id, d.pool, d.held_micros
FROM reservation r
LEFT JOIN reservation_draw d ON d.tenant_id = r.tenant_id AND d.reservation_id = r.reservation_id
WHERE r.tenant_id = ? AND r.status IN ('tentative', 'confirmed')
  AND ((r.source, r.project_id, r.environment, r.resource_reference)
       IN (SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]))
       OR r.reservation_id IN (SELECT a.reservation_id FROM approval a
                               WHERE a.tenant_id = r.tenant_id AND a.status IN ('pending', 'approved')
                                 AND a.deadline <= ?::timestamptz))
ORDER BY r.reservation_id, d.position;

-- 5. grants that may be drawn on, and those that the holds above have drawn on; parameters: tenant, projects, then as 4
SELECT g.*
FROM credit_grant g
WHERE g.tenant_id = ? AND g.remaining_micros > 0 AND (g.project_id IS NULL OR g.project_id = ANY (?))
UNION
SELECT g.*
FROM reservation r
JOIN reservation_draw d ON d.tenant_id = r.tenant_id AND d.reservation_id = r.reservation_id
JOIN credit_grant g ON g.tenant_id = d.tenant_id AND g.grant_id = d.grant_id
WHERE r.tenant_id = ? AND r.status IN ('tentative', 'confirmed')
  AND ((r.source, r.project_id, r.environment, r.resource_reference)
       IN (SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]))
       OR r.reservation_id IN (SELECT a.reservation_id FROM approval a
                               WHERE a.tenant_id = r.tenant_id AND a.status IN ('pending', 'approved')
                                 AND a.deadline <= ?::timestamptz));

-- 6. first answers under the keys; parameters: clock time, tenant, sources, keys
SELECT d.source, d.idempotency_key, d.fingerprint, d.decision_id, d.outcome, d.mode, d.reservation_id,
       d.decision_sha256, d.response_rest, e.entry, e.entry_id, e.sequence, e.entry_type, e.event_time, e.subject_id, p.payload,
       r.status AS reservation_status, d.approval_id,
       CASE WHEN a.status IN ('pending', 'approved') AND a.deadline <= g.clock_time THEN 'expired' ELSE a.status END
           AS approval_status
FROM (SELECT ?::timestamptz AS clock_time) g
CROSS JOIN decision d
JOIN ledger_entry e ON e.tenant_id = d.tenant_id AND e.chain = 'decisions' AND e.sequence = d.ledger_sequence
LEFT JOIN ledger_payload p ON p.tenant_id = e.tenant_id AND p.entry_id = e.entry_id
LEFT JOIN reservation r ON r.tenant_id = d.tenant_id AND r.reservation_id = d.reservation_id
LEFT JOIN approval a ON a.tenant_id = d.tenant_id AND a.approval_id = d.approval_id
WHERE d.tenant_id = ? AND (d.source, d.idempotency_key) IN (SELECT * FROM unnest(?::text[], ?::text[]));

-- 7. approvals of the places that are live, or used with a hold that is still there; and all past their deadline;
--    parameters: tenant, clock time, sources, projects, environments, references
SELECT a.*, c.actor_id AS consumed_by, c.run_id AS consumed_run_id, c.fingerprint AS consumed_fingerprint, c.consumed_at
FROM approval a
LEFT JOIN approval_consumption c ON c.tenant_id = a.tenant_id AND c.approval_id = a.approval_id
LEFT JOIN reservation r ON r.tenant_id = a.tenant_id AND r.reservation_id = a.reservation_id
WHERE a.tenant_id = ?
  AND ((a.status IN ('pending', 'approved') AND a.deadline <= ?::timestamptz)
       OR ((a.source, a.project_id, a.environment, a.resource_reference)
           IN (SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[]))
           AND (a.status IN ('pending', 'approved')
                OR (a.status = 'consumed' AND r.status IN ('tentative', 'confirmed')))));

-- 8. how many requests of each submitter wait; parameters: tenant
SELECT a.submitter_id, count(*) AS pending
FROM approval a
WHERE a.tenant_id = ? AND a.status = 'pending'
GROUP BY a.submitter_id
