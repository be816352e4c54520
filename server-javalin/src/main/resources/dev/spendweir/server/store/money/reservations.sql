-- Holds, newest first; ids are UUIDv7, so their order is that of time. Every filter may be null.
SELECT r.*, d.environment_class
FROM reservation r
JOIN decision d ON d.tenant_id = r.tenant_id AND d.decision_id = r.decision_id
WHERE r.tenant_id = :tenant
  AND (CAST(:id AS uuid) IS NULL OR r.reservation_id = :id)
  AND (CAST(:before AS uuid) IS NULL OR r.reservation_id < :before)
  AND (CAST(:status AS text) IS NULL OR r.status = :status)
  AND (CAST(:project AS text) IS NULL OR r.project_id = :project)
  AND (CAST(:overdue AS boolean) IS NULL
       OR :overdue = (r.status IN ('tentative', 'confirmed') AND r.created_at <= :overdueBefore))
  AND (CAST(:actor AS text) IS NULL OR r.requester_id = :actor OR r.submitter_id = :actor)
ORDER BY r.reservation_id DESC
LIMIT :limit
