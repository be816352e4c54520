-- First answers under keys, with all that they are put together from; parameters: tenant, sources, keys
SELECT d.source, d.idempotency_key, d.fingerprint, d.decision_id, d.outcome, d.mode, d.reservation_id,
       d.decision_sha256, d.response_rest, e.entry, e.entry_id, e.sequence, e.entry_type, e.event_time, e.subject_id, p.payload,
       r.status AS reservation_status, d.approval_id, a.status AS approval_status, a.deadline AS approval_deadline
FROM decision d
JOIN ledger_entry e ON e.tenant_id = d.tenant_id AND e.chain = 'decisions' AND e.sequence = d.ledger_sequence
LEFT JOIN ledger_payload p ON p.tenant_id = e.tenant_id AND p.entry_id = e.entry_id
LEFT JOIN reservation r ON r.tenant_id = d.tenant_id AND r.reservation_id = d.reservation_id
LEFT JOIN approval a ON a.tenant_id = d.tenant_id AND a.approval_id = d.approval_id
WHERE d.tenant_id = ? AND (d.source, d.idempotency_key) IN (SELECT * FROM unnest(?::text[], ?::text[]))
