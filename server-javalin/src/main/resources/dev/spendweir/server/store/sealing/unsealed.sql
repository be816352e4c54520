-- The entries after a sealed size. The link leads: a missing entry shows as nulls.
SELECT l.sequence, l.previous_hash, l.chain_hash, e.entry, e.entry_hash, e.created_at
FROM ledger_link l
LEFT JOIN ledger_entry e ON e.tenant_id = l.tenant_id AND e.chain = l.chain AND e.sequence = l.sequence
WHERE l.tenant_id = :tenant AND l.chain = :chain AND l.sequence > :size
ORDER BY l.sequence
LIMIT :limit
