-- What a gate transaction reads after it has the lock: several results in one round trip, in this order, and then one of
-- usage.sql or usage_since.sql. One parameter list is bound in the order of the marks.

-- 1. policy, cost data, the other chain; parameters: tenant
SELECT coalesce((SELECT max(p.version) FROM policy_version p WHERE p.tenant_id = s.tenant_id), 0) AS policy_version,
       s.version AS cost_version, s.complete_through,
       (SELECT g.sequence FROM ledger_head g WHERE g.tenant_id = s.tenant_id AND g.chain = 'governance')
           AS governance_sequence,
       (SELECT min(a.deadline) FROM approval a
        WHERE a.tenant_id = s.tenant_id AND a.status IN ('pending', 'approved')) AS next_deadline
FROM cost_state s
WHERE s.tenant_id = ?;

-- 2. budgets; parameters: tenant, projects
SELECT project_id, monthly_limit_micros FROM budget WHERE tenant_id = ? AND project_id = ANY (?);

-- Parts 3 to 5 look for each row by its key, which OFFSET 0 keeps that way: joins that are planned on old statistics go
-- through all holds and approvals of the tenant, or through each for each other one.

-- 3. active holds at the places that a call may still find or move, and behind approvals past their deadline, with their
--    draws; parameters: tenant, sources, projects, environments, references, clock time. A confirmed hold that has neither a
--    change nor an approval is a change of its own: no call asks about it again, and there may be very many at one place.
--    Two ways to holds, each by its own index: one condition with OR reads every active hold of the tenant.
WITH given AS (
    SELECT ?::text AS tenant_id
), found AS (
    SELECT r.reservation_id
    FROM given g
    CROSS JOIN unnest(?::text[], ?::text[], ?::text[], ?::text[])
        AS w (source, project_id, environment, resource_reference)
    CROSS JOIN LATERAL (SELECT r.reservation_id FROM reservation r
                        WHERE r.tenant_id = g.tenant_id AND r.source = w.source AND r.project_id = w.project_id
                          AND r.environment = w.environment AND r.resource_reference = w.resource_reference
                          AND r.status IN ('tentative', 'confirmed')
                          AND (r.status = 'tentative' OR r.change_id IS NOT NULL OR r.approval_id IS NOT NULL)
                        OFFSET 0) r
    UNION
    SELECT a.reservation_id
    FROM given g
    CROSS JOIN LATERAL (SELECT a.reservation_id FROM approval a
                        WHERE a.tenant_id = g.tenant_id AND a.status IN ('pending', 'approved')
                          AND a.deadline <= ?::timestamptz
                        OFFSET 0) a
    WHERE a.reservation_id IS NOT NULL
)
SELECT r.reservation_id, r.source, r.project_id, r.environment, r.resource_reference, r.change_id, r.status, r.booked_month,
       r.allocation_micros, r.uncovered_micros, d.grant_id, d.pool, d.held_micros
FROM given g
CROSS JOIN found f
CROSS JOIN LATERAL (SELECT * FROM reservation r
                    WHERE r.tenant_id = g.tenant_id AND r.reservation_id = f.reservation_id
                    OFFSET 0) r
LEFT JOIN LATERAL (SELECT * FROM reservation_draw d
                   WHERE d.tenant_id = g.tenant_id AND d.reservation_id = f.reservation_id
                   OFFSET 0) d ON true
WHERE r.status IN ('tentative', 'confirmed')
ORDER BY r.reservation_id, d.position;

-- 4. grants that may be drawn on, and those that the holds above have drawn on; parameters: tenant, projects, then as 3
SELECT c.*
FROM credit_grant c
WHERE c.tenant_id = ? AND c.remaining_micros > 0 AND (c.project_id IS NULL OR c.project_id = ANY (?))
UNION
(WITH given AS (
    SELECT ?::text AS tenant_id
), found AS (
    SELECT r.reservation_id
    FROM given g
    CROSS JOIN unnest(?::text[], ?::text[], ?::text[], ?::text[])
        AS w (source, project_id, environment, resource_reference)
    CROSS JOIN LATERAL (SELECT r.reservation_id FROM reservation r
                        WHERE r.tenant_id = g.tenant_id AND r.source = w.source AND r.project_id = w.project_id
                          AND r.environment = w.environment AND r.resource_reference = w.resource_reference
                          AND r.status IN ('tentative', 'confirmed')
                          AND (r.status = 'tentative' OR r.change_id IS NOT NULL OR r.approval_id IS NOT NULL)
                        OFFSET 0) r
    UNION
    SELECT a.reservation_id
    FROM given g
    CROSS JOIN LATERAL (SELECT a.reservation_id FROM approval a
                        WHERE a.tenant_id = g.tenant_id AND a.status IN ('pending', 'approved')
                          AND a.deadline <= ?::timestamptz
                        OFFSET 0) a
    WHERE a.reservation_id IS NOT NULL
)
SELECT c.*
FROM given g
CROSS JOIN found f
CROSS JOIN LATERAL (SELECT r.status FROM reservation r
                    WHERE r.tenant_id = g.tenant_id AND r.reservation_id = f.reservation_id
                    OFFSET 0) r
CROSS JOIN LATERAL (SELECT d.grant_id FROM reservation_draw d
                    WHERE d.tenant_id = g.tenant_id AND d.reservation_id = f.reservation_id
                    OFFSET 0) d
CROSS JOIN LATERAL (SELECT * FROM credit_grant c
                    WHERE c.tenant_id = g.tenant_id AND c.grant_id = d.grant_id
                    OFFSET 0) c
WHERE r.status IN ('tentative', 'confirmed'));

-- 5. approvals of the places that are live, or used with a hold that is still there; and all past their deadline;
--    parameters: tenant, clock time, sources, projects, environments, references. Two ways, for the reason in 3.
WITH given AS (
    SELECT ?::text AS tenant_id
), found AS (
    SELECT a.approval_id
    FROM given g
    CROSS JOIN LATERAL (SELECT a.approval_id FROM approval a
                        WHERE a.tenant_id = g.tenant_id AND a.status IN ('pending', 'approved')
                          AND a.deadline <= ?::timestamptz
                        OFFSET 0) a
    UNION
    SELECT a.approval_id
    FROM given g
    CROSS JOIN unnest(?::text[], ?::text[], ?::text[], ?::text[])
        AS w (source, project_id, environment, resource_reference)
    CROSS JOIN LATERAL (SELECT a.approval_id, a.status, a.reservation_id FROM approval a
                        WHERE a.tenant_id = g.tenant_id AND a.source = w.source AND a.project_id = w.project_id
                          AND a.environment = w.environment AND a.resource_reference = w.resource_reference
                          AND a.status IN ('pending', 'approved', 'consumed')
                        OFFSET 0) a
    LEFT JOIN LATERAL (SELECT r.status FROM reservation r
                       WHERE r.tenant_id = g.tenant_id AND r.reservation_id = a.reservation_id
                       OFFSET 0) r ON true
    WHERE a.status <> 'consumed' OR r.status IN ('tentative', 'confirmed')
)
SELECT a.*, c.actor_id AS consumed_by, c.run_id AS consumed_run_id, c.fingerprint AS consumed_fingerprint, c.consumed_at
FROM given g
CROSS JOIN found f
CROSS JOIN LATERAL (SELECT * FROM approval a
                    WHERE a.tenant_id = g.tenant_id AND a.approval_id = f.approval_id
                    OFFSET 0) a
LEFT JOIN LATERAL (SELECT * FROM approval_consumption c
                   WHERE c.tenant_id = g.tenant_id AND c.approval_id = f.approval_id
                   OFFSET 0) c ON true;

-- 6. how many requests of each submitter wait; parameters: tenant
SELECT a.submitter_id, count(*) AS pending
FROM approval a
WHERE a.tenant_id = ? AND a.status = 'pending'
GROUP BY a.submitter_id
