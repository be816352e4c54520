-- New holds that are still open: what only a closed one has is left out, which nearly every hold would pay for.
INSERT INTO reservation (tenant_id, reservation_id, ledger_sequence, decision_id, approval_id, source, project_id, environment,
                         resource_reference, change_id, requester_id, submitter_id, booked_month, amount_micros,
                         allocation_micros, draws_micros, uncovered_micros, created_at, status, confirmed_at)
SELECT unnest(?::text[]), unnest(?::uuid[]), unnest(?::bigint[]), unnest(?::uuid[]), unnest(?::uuid[]), unnest(?::text[]),
       unnest(?::text[]), unnest(?::text[]), unnest(?::text[]), unnest(?::text[]), unnest(?::text[]), unnest(?::text[]),
       unnest(?::date[]), unnest(?::bigint[]), unnest(?::bigint[]), unnest(?::bigint[]), unnest(?::bigint[]),
       unnest(?::timestamptz[]), unnest(?::text[]), unnest(?::timestamptz[])
