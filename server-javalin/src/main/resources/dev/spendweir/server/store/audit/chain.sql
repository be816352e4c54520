-- A chain with everything that verification needs. The link leads: a missing entry shows as nulls, and a second entry for
-- one place as a second row, after the one that the link names.
SELECT l.sequence AS link_sequence, l.previous_hash, l.chain_hash, l.entry_id AS link_entry_id,
       e.entry_id::text AS entry_id, e.entry_type, e.subject_id, e.event_time, e.entry, e.entry_hash, p.payload, p.salt,
       l.entry_id = e.entry_id AS is_linked
FROM ledger_link l
LEFT JOIN ledger_entry e ON e.tenant_id = l.tenant_id AND e.chain = l.chain AND e.sequence = l.sequence
LEFT JOIN ledger_payload p ON p.tenant_id = e.tenant_id AND p.entry_id = e.entry_id
WHERE l.tenant_id = :tenant AND l.chain = :chain AND l.sequence > :after
ORDER BY l.sequence, l.entry_id = e.entry_id DESC
