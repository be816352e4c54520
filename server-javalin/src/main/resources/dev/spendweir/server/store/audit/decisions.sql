-- Decisions, newest first; ids are UUIDv7, so their order is that of time. Every filter may be null; :from is inclusive, :to
-- exclusive. An id is never older than its decision, and younger than it only by what a clock was set back.
SELECT decision_id, decided_at, source, project_id, environment, environment_class, action, resource_reference,
       monthly_delta_micros, requester_id, submitter_id, outcome, base_outcome, reason_codes, mode, policy_version, approval_id, reservation_id,
       decision_sha256
FROM decision
WHERE tenant_id = :tenant
  AND (CAST(:project AS text) IS NULL OR project_id = :project)
  AND (CAST(:class AS text) IS NULL OR environment_class = :class)
  AND (CAST(:source AS text) IS NULL OR source = :source)
  AND (CAST(:outcome AS text) IS NULL OR outcome = :outcome)
  AND (CAST(:reason AS text) IS NULL OR :reason = ANY (reason_codes))
  AND (CAST(:from AS timestamptz) IS NULL OR (decided_at >= :from AND decision_id >= first_id_at(:from)))
  AND (CAST(:to AS timestamptz) IS NULL
       OR (decided_at < :to AND decision_id < first_id_at(CAST(:to AS timestamptz) + interval '1 day')))
  AND (CAST(:actor AS text) IS NULL OR requester_id = :actor OR submitter_id = :actor)
  AND (CAST(:before AS uuid) IS NULL OR decision_id < :before)
ORDER BY decision_id DESC
LIMIT :limit
