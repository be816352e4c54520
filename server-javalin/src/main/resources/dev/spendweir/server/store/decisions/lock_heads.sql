-- 1. The heads of those tenants whom nobody else is writing for; parameters: tenants
SELECT h.tenant_id
FROM ledger_head h
WHERE h.tenant_id = ANY (?) AND h.chain = 'decisions'
ORDER BY h.tenant_id
FOR UPDATE SKIP LOCKED;

-- 2. What drafts hang on, where no quarantine holds; parameters: tenants. In the same round trip, but a statement of its own,
--    so that it sees everything committed before the locks: a new budget locks the head and does not move it, and a
--    statement that locks reads what nobody moved as it was before it waited.
SELECT h.tenant_id, h.sequence, h.chain_hash, g.sequence AS governance_sequence, s.version AS cost_version,
       s.complete_through
FROM ledger_head h
JOIN ledger_head g ON g.tenant_id = h.tenant_id AND g.chain = 'governance'
JOIN cost_state s ON s.tenant_id = h.tenant_id
WHERE h.tenant_id = ANY (?) AND h.chain = 'decisions' AND NOT h.quarantined;

-- 3. Keys that have an answer already, each looked for by itself, as in answers.sql; parameters: tenants, sources, keys
SELECT t.tenant_id, t.source, t.idempotency_key
FROM unnest(?::text[], ?::text[], ?::text[]) AS t (tenant_id, source, idempotency_key)
CROSS JOIN LATERAL (SELECT FROM decision d
                    WHERE d.tenant_id = t.tenant_id AND d.source = t.source
                      AND d.idempotency_key >= t.idempotency_key AND d.idempotency_key <= t.idempotency_key
                    ORDER BY d.idempotency_key LIMIT 1) d
