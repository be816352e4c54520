-- What a step of one approval needs, after the head is locked: several results in one round trip. OFFSET 0: see state.sql.

-- 1. the approval; parameters: tenant, approval
SELECT a.*, c.actor_id AS consumed_by, c.run_id AS consumed_run_id, c.fingerprint AS consumed_fingerprint, c.consumed_at
FROM approval a
LEFT JOIN approval_consumption c ON c.tenant_id = a.tenant_id AND c.approval_id = a.approval_id
WHERE a.tenant_id = ? AND a.approval_id = ?::uuid;

-- 2. the hold behind it, with its draws; parameters: tenant, approval
SELECT r.reservation_id, r.source, r.project_id, r.environment, r.resource_reference, r.change_id, r.status, r.booked_month,
       r.allocation_micros, r.uncovered_micros, d.grant_id, d.pool, d.held_micros
FROM approval a
CROSS JOIN LATERAL (SELECT * FROM reservation r
                    WHERE r.tenant_id = a.tenant_id AND r.reservation_id = a.reservation_id
                    OFFSET 0) r
LEFT JOIN LATERAL (SELECT * FROM reservation_draw d
                   WHERE d.tenant_id = a.tenant_id AND d.reservation_id = a.reservation_id
                   OFFSET 0) d ON true
WHERE a.tenant_id = ? AND a.approval_id = ?::uuid AND r.status IN ('tentative', 'confirmed')
ORDER BY d.position;

-- 3. grants that the hold has drawn on; parameters: tenant, approval
SELECT DISTINCT g.*
FROM approval a
CROSS JOIN LATERAL (SELECT d.grant_id FROM reservation_draw d
                    WHERE d.tenant_id = a.tenant_id AND d.reservation_id = a.reservation_id
                    OFFSET 0) d
CROSS JOIN LATERAL (SELECT * FROM credit_grant g
                    WHERE g.tenant_id = a.tenant_id AND g.grant_id = d.grant_id
                    OFFSET 0) g
WHERE a.tenant_id = ? AND a.approval_id = ?::uuid
