-- Approvals, newest first; ids are UUIDv7, so their order is that of time. What may be reviewed is what the state machine
-- would accept (ApprovalRequest.isActionableBy).
WITH seen AS (
    SELECT a.*,
           CASE WHEN a.status IN ('pending', 'approved') AND a.deadline <= :now THEN 'expired' ELSE a.status END AS status_now,
           (a.requester_id = ANY (:names) OR a.submitters && CAST(:names AS text[])) AS is_mine,
           (a.status = 'pending' AND a.deadline > :now
            AND :role = ANY (a.reviewer_roles)
            AND (:anyPermission OR a.required_permission = ANY (:permissions))
            AND NOT (a.separation AND (a.requester_id = ANY (:names) OR a.submitters && CAST(:names AS text[])))
            AND NOT a.verdicts @> jsonb_build_array(jsonb_build_object('actor', CAST(:actor AS text)))) AS is_actionable
    FROM approval a
    WHERE a.tenant_id = :tenant
      AND (CAST(:before AS uuid) IS NULL OR a.approval_id < :before)
      AND (CAST(:project AS text) IS NULL OR a.project_id = :project)
)
SELECT s.*, c.actor_id AS consumed_by, c.run_id AS consumed_run_id, c.fingerprint AS consumed_fingerprint, c.consumed_at
FROM seen s
LEFT JOIN approval_consumption c ON c.tenant_id = s.tenant_id AND c.approval_id = s.approval_id
WHERE (CAST(:status AS text) IS NULL OR s.status_now = :status)
  AND (NOT :mine OR s.is_mine)
  AND (NOT :actionable OR s.is_actionable)
  AND (:all OR s.is_mine OR s.is_actionable)
ORDER BY s.approval_id DESC
LIMIT :limit
