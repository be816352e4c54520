INSERT INTO decision (tenant_id, ledger_sequence, decision_id, decided_at, source, project_id, environment,
                      environment_class, action, resource_reference, change_id, plan_file_sha256, monthly_delta_micros, requester_id, submitter_id,
                      idempotency_key, fingerprint, outcome, base_outcome, reason_codes, mode, policy_version, approval_id,
                      reservation_id, decision_sha256, response_rest)
SELECT unnest(?::text[]), unnest(?::bigint[]), unnest(?::uuid[]), unnest(?::timestamptz[]), unnest(?::text[]), unnest(?::text[]),
       unnest(?::text[]), unnest(?::text[]), unnest(?::text[]), unnest(?::text[]), unnest(?::text[]), unnest(?::bytea[]), unnest(?::bigint[]),
       unnest(?::text[]), unnest(?::text[]), unnest(?::text[]), unnest(?::bytea[]), unnest(?::text[]), unnest(?::text[]),
       string_to_array(unnest(?::text[]), ','), unnest(?::text[]), unnest(?::bigint[]), unnest(?::uuid[]), unnest(?::uuid[]),
       unnest(?::bytea[]), unnest(?::bytea[])
