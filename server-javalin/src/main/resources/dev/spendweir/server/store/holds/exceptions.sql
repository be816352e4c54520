-- Exceptions, newest first; ids are UUIDv7, so their order is that of time. Every filter may be null.
SELECT e.exception_id, e.reservation_id, e.kind, e.drift_micros, e.created_at, r.source, r.project_id, d.environment_class
FROM reservation_exception e
JOIN reservation r ON r.tenant_id = e.tenant_id AND r.reservation_id = e.reservation_id
JOIN decision d ON d.tenant_id = r.tenant_id AND d.decision_id = r.decision_id
WHERE e.tenant_id = :tenant
  AND (CAST(:before AS uuid) IS NULL OR e.exception_id < :before)
  AND (CAST(:kind AS text) IS NULL OR e.kind = :kind)
  AND (CAST(:reservation AS uuid) IS NULL OR e.reservation_id = :reservation)
  AND (CAST(:project AS text) IS NULL OR r.project_id = :project)
ORDER BY e.exception_id DESC
LIMIT :limit
