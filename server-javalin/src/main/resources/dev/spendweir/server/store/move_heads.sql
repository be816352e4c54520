-- Moves heads behind the entries that were inserted; a trigger looks for the link that each moves to.
UPDATE ledger_head h SET sequence = t.sequence, chain_hash = t.chain_hash
FROM unnest(?::text[], ?::text[], ?::bigint[], ?::bytea[]) AS t (tenant_id, chain, sequence, chain_hash)
WHERE h.tenant_id = t.tenant_id AND h.chain = t.chain
