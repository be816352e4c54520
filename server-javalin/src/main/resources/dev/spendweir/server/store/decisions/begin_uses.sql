-- What uses of approvals need, in the round trip that says the transaction's bounds: the head is locked first, and each of the
-- other statements sees everything that was committed before that. OFFSET 0 keeps looks by keys what they are: joins that were
-- planned on old statistics, or on none, read everything that the tenant holds.

-- 1. the head; parameters: tenant
SELECT h.sequence, h.chain_hash, h.quarantined
FROM ledger_head h
WHERE h.tenant_id = ? AND h.chain = 'decisions'
FOR UPDATE;

-- 2. the approvals, with the uses of those that were used; parameters: tenant, approvals
SELECT a.*, c.actor_id AS consumed_by, c.run_id AS consumed_run_id, c.fingerprint AS consumed_fingerprint, c.consumed_at,
       c.token_id, c.via, c.idempotency_key, c.response
FROM approval a
LEFT JOIN approval_consumption c ON c.tenant_id = a.tenant_id AND c.approval_id = a.approval_id
WHERE a.tenant_id = ? AND a.approval_id = ANY (?::uuid[]);

-- 3. the holds behind them, with their draws; parameters: tenant, approvals
SELECT r.reservation_id, r.source, r.project_id, r.environment, r.resource_reference, r.change_id, r.status, r.booked_month,
       r.allocation_micros, r.uncovered_micros, d.grant_id, d.pool, d.held_micros
FROM approval a
CROSS JOIN LATERAL (SELECT * FROM reservation r
                    WHERE r.tenant_id = a.tenant_id AND r.reservation_id = a.reservation_id OFFSET 0) r
LEFT JOIN LATERAL (SELECT * FROM reservation_draw d
                   WHERE d.tenant_id = a.tenant_id AND d.reservation_id = a.reservation_id OFFSET 0) d ON true
WHERE a.tenant_id = ? AND a.approval_id = ANY (?::uuid[]) AND r.status IN ('tentative', 'confirmed')
ORDER BY r.reservation_id, d.position;

-- 4. the grants that these holds have drawn on; parameters: tenant, approvals
SELECT DISTINCT g.*
FROM approval a
CROSS JOIN LATERAL (SELECT * FROM reservation_draw d
                    WHERE d.tenant_id = a.tenant_id AND d.reservation_id = a.reservation_id OFFSET 0) d
JOIN credit_grant g ON g.tenant_id = d.tenant_id AND g.grant_id = d.grant_id
WHERE a.tenant_id = ? AND a.approval_id = ANY (?::uuid[])
