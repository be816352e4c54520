-- The newest hold with that id, or of that Terraform place and change, one row a draw; whatever its state, so that a closed
-- one can be told from an unknown one.
WITH wanted AS (
    SELECT * FROM reservation
    WHERE tenant_id = :tenant
      AND (reservation_id = CAST(:id AS uuid)
           OR (CAST(:id AS uuid) IS NULL AND source = 'terraform' AND project_id = :project AND environment = :environment
               AND resource_reference = :resource AND change_id IS NOT DISTINCT FROM CAST(:change AS text)))
    ORDER BY reservation_id DESC
    LIMIT 1
)
SELECT r.*, x.environment_class, d.grant_id, d.pool, d.held_micros, d.consumed_micros AS draw_consumed_micros,
       approval_backs_hold(r.tenant_id, r.status, r.approval_id, CAST(:at AS timestamptz)) AS backed
FROM wanted r
JOIN decision x ON x.tenant_id = r.tenant_id AND x.decision_id = r.decision_id
LEFT JOIN reservation_draw d ON d.tenant_id = r.tenant_id AND d.reservation_id = r.reservation_id
ORDER BY d.position
