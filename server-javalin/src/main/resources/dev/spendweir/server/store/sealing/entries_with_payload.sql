-- The entries of a stretch of a chain with their payloads. The payload is joined by its only key, so that no plan is bad.
SELECT e.sequence, e.entry_id::text AS entry_id, e.entry_type, e.subject_id, e.event_time, e.created_at, e.entry,
       e.entry_hash, p.payload, p.salt
FROM ledger_entry e
LEFT JOIN ledger_payload p ON p.tenant_id = e.tenant_id AND p.entry_id = e.entry_id
WHERE e.tenant_id = :tenant AND e.chain = :chain AND e.sequence > :after AND e.sequence <= :to
ORDER BY e.sequence
