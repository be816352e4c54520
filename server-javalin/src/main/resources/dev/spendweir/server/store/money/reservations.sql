-- Holds, newest first; ids are UUIDv7, so their order is that of time. Every filter may be null.
SELECT *
FROM reservation
WHERE tenant_id = :tenant
  AND (CAST(:id AS uuid) IS NULL OR reservation_id = :id)
  AND (CAST(:before AS uuid) IS NULL OR reservation_id < :before)
  AND (CAST(:status AS text) IS NULL OR status = :status)
  AND (CAST(:project AS text) IS NULL OR project_id = :project)
  AND (CAST(:overdue AS boolean) IS NULL
       OR :overdue = (status IN ('tentative', 'confirmed') AND created_at <= :overdueBefore))
  AND (CAST(:actor AS text) IS NULL OR requester_id = :actor OR submitter_id = :actor)
ORDER BY reservation_id DESC
LIMIT :limit
