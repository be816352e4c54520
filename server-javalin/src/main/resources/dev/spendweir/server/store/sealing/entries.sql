-- The entries of a stretch of a chain, without their payloads.
SELECT sequence, entry_id::text AS entry_id, entry_type, subject_id, event_time, created_at, entry, entry_hash,
       NULL::bytea AS payload, NULL::bytea AS salt
FROM ledger_entry
WHERE tenant_id = :tenant AND chain = :chain AND sequence > :after AND sequence <= :to
ORDER BY sequence
