INSERT INTO decision (tenant_id, decision_id, decided_at, source, project_id, environment, environment_class, action,
                      resource_reference, change_id, plan_file_sha256, monthly_delta_micros, requester_id, submitter_id,
                      outcome, base_outcome, reason_codes, mode, policy_version, approval_id, reservation_id, decision_sha256,
                      cost_history_sha256, project_history_sha256, ledger_sequence, request, snapshot, record, response)
SELECT ?, t.decision_id, t.decided_at, t.source, t.project_id, t.environment, t.environment_class, t.action,
       t.resource_reference, t.change_id, t.plan_file_sha256, t.monthly_delta_micros, t.requester_id, t.submitter_id,
       t.outcome, t.base_outcome, string_to_array(t.reason_codes, ','), t.mode, t.policy_version, t.approval_id,
       t.reservation_id, t.decision_sha256, t.cost_history_sha256, t.project_history_sha256, t.ledger_sequence, t.request, t.snapshot,
       t.record, t.response
FROM unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
            ?::text[], ?::text[], ?::bytea[], ?::bigint[], ?::text[], ?::text[], ?::text[],
            ?::text[], ?::text[], ?::text[], ?::bigint[], ?::uuid[], ?::uuid[], ?::bytea[],
            ?::bytea[], ?::bytea[], ?::bigint[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[])
    AS t (decision_id, decided_at, source, project_id, environment, environment_class, action,
          resource_reference, change_id, plan_file_sha256, monthly_delta_micros, requester_id, submitter_id,
          outcome, base_outcome, reason_codes, mode, policy_version, approval_id, reservation_id, decision_sha256,
          cost_history_sha256, project_history_sha256, ledger_sequence, request, snapshot, record, response)
