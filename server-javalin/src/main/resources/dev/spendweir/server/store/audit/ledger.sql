-- A stretch of a chain with everything that verification needs. The link leads: a missing entry shows as nulls.
SELECT l.sequence AS link_sequence, l.previous_hash, l.chain_hash, e.entry, e.entry_hash, p.payload, p.salt
FROM ledger_link l
LEFT JOIN ledger_entry e
       ON e.tenant_id = l.tenant_id AND e.chain = l.chain AND e.sequence = l.sequence AND e.entry_id = l.entry_id
LEFT JOIN ledger_payload p ON p.tenant_id = l.tenant_id AND p.entry_id = l.entry_id
WHERE l.tenant_id = :tenant AND l.chain = :chain AND l.sequence >= :from
  AND (CAST(:type AS text) IS NULL OR e.entry_type = :type)
  AND (CAST(:subject AS text) IS NULL OR e.subject_id = :subject)
ORDER BY l.sequence
LIMIT :limit
