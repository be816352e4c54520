-- The links of a stretch of a chain. One scan in the order of the primary key, whatever the statistics say.
SELECT sequence, previous_hash, chain_hash, entry_id::text AS entry_id
FROM ledger_link
WHERE tenant_id = :tenant AND chain = :chain AND sequence > :after AND sequence <= :to
ORDER BY sequence
