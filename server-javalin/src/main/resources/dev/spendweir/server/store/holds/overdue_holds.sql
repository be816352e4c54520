-- The oldest overdue holds, one row a draw (spec 3.2, 10 R7). Those that somebody else is at are left to him.
WITH wanted AS (
    SELECT * FROM reservation
    WHERE tenant_id = :tenant AND status IN ('tentative', 'confirmed')
      AND created_at <= CAST(:at AS timestamptz) - overdue_after(:tenant, :defaultSeconds)
      AND NOT approval_backs_hold(tenant_id, status, approval_id, CAST(:at AS timestamptz))
    ORDER BY created_at, reservation_id
    LIMIT :limit
    FOR UPDATE SKIP LOCKED
)
SELECT r.*, x.environment_class, d.grant_id, d.pool, d.held_micros, d.consumed_micros AS draw_consumed_micros,
       false AS backed
FROM wanted r
JOIN decision x ON x.tenant_id = r.tenant_id AND x.decision_id = r.decision_id
LEFT JOIN reservation_draw d ON d.tenant_id = r.tenant_id AND d.reservation_id = r.reservation_id
ORDER BY r.created_at, r.reservation_id, d.position
