INSERT INTO approval_consumption (tenant_id, approval_id, token_id, actor_id, via, run_id, fingerprint, plan_file_sha256,
                                  idempotency_key, consumed_at, response)
SELECT ?::text, unnest(?::uuid[]), unnest(?::text[]), unnest(?::text[]), unnest(?::text[]), unnest(?::text[]), unnest(?::text[]),
       unnest(?::text[]), unnest(?::text[]), unnest(?::timestamptz[]), unnest(?::bytea[])
