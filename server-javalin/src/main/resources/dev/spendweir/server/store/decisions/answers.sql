-- First answers under keys, with all that they are put together from; parameters: tenant, sources, keys. OFFSET 0 keeps each
-- part a look by its key: joins that were planned on old statistics, or on none, read the tenant's whole ledger. A key is looked
-- for in its own order: the tenant is a way into the primary key, too, which costs the same while the table is empty but for the
-- order, and a plan that takes it reads all decisions of the tenant later. The price: other tenants' same keys are passed over.
SELECT k.source, k.idempotency_key, d.fingerprint, d.decision_id, d.outcome, d.mode, d.reservation_id,
       d.decision_sha256, d.response_rest, e.entry, e.entry_id, e.sequence, e.entry_type, e.event_time, e.subject_id, p.payload,
       r.status AS reservation_status, d.approval_id, a.status AS approval_status, a.deadline AS approval_deadline
FROM (SELECT ?::text AS tenant_id) g
CROSS JOIN unnest(?::text[], ?::text[]) AS k (source, idempotency_key)
CROSS JOIN LATERAL (SELECT * FROM decision d
                    WHERE d.tenant_id = g.tenant_id AND d.source = k.source
                      AND d.idempotency_key >= k.idempotency_key AND d.idempotency_key <= k.idempotency_key
                    ORDER BY d.idempotency_key LIMIT 1) d
CROSS JOIN LATERAL (SELECT * FROM ledger_entry e
                    WHERE e.tenant_id = g.tenant_id AND e.chain = 'decisions' AND e.sequence = d.ledger_sequence
                    OFFSET 0) e
LEFT JOIN LATERAL (SELECT p.payload FROM ledger_payload p
                   WHERE p.tenant_id = g.tenant_id AND p.entry_id = e.entry_id
                   OFFSET 0) p ON true
LEFT JOIN LATERAL (SELECT r.status FROM reservation r
                   WHERE r.tenant_id = g.tenant_id AND r.reservation_id = d.reservation_id
                   OFFSET 0) r ON true
LEFT JOIN LATERAL (SELECT a.status, a.deadline FROM approval a
                   WHERE a.tenant_id = g.tenant_id AND a.approval_id = d.approval_id
                   OFFSET 0) a ON true
