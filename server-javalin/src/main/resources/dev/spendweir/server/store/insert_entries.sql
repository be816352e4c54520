-- Entries of any chains, with what they hang together by, in one round trip. Lists are taken apart in the select list, which
-- goes row by row; in FROM each would be a table of its own first.

-- 1. entries
INSERT INTO ledger_entry (tenant_id, entry_id, chain, sequence, entry_type, subject_id, event_time, entry, entry_hash)
SELECT unnest(?::text[]), unnest(?::uuid[]), unnest(?::text[]), unnest(?::bigint[]), unnest(?::text[]), unnest(?::text[]),
       unnest(?::timestamptz[]), unnest(?::bytea[]), unnest(?::bytea[]);

-- 2. their payloads
INSERT INTO ledger_payload (tenant_id, entry_id, payload, salt)
SELECT unnest(?::text[]), unnest(?::uuid[]), unnest(?::bytea[]), unnest(?::bytea[]);

-- 3. their links
INSERT INTO ledger_link (tenant_id, chain, sequence, previous_hash, chain_hash, entry_id)
SELECT unnest(?::text[]), unnest(?::text[]), unnest(?::bigint[]), unnest(?::bytea[]), unnest(?::bytea[]), unnest(?::uuid[])
