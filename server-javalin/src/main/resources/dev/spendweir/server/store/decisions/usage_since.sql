-- What the tenant's holds have become more by since its chain of decisions stood at a known place; parameters: tenant, place, its
-- hash in hex. The row without project says whether that is all there is: the known place is a link of this chain, and behind it
-- are none but decisions, with the holds that they made, and what people say about them, which moves no hold without an
-- entry reservation.* of its own. Nor was the chain ever in quarantine: what people repaired then has no entry. More than a few
-- thousand entries are not worth it. OFFSET 0 keeps each part a look by its key.
WITH given AS (
    SELECT ?::text AS tenant_id, ?::bigint AS known, decode(?, 'hex') AS chain_hash
), since AS MATERIALIZED (
    SELECT e.tenant_id, CASE WHEN e.entry_type = 'decision' THEN e.subject_id::uuid END AS decision_id
    FROM given g
    CROSS JOIN LATERAL (SELECT * FROM ledger_entry e
                        WHERE e.tenant_id = g.tenant_id AND e.chain = 'decisions'
                          AND e.sequence > g.known AND e.sequence <= g.known + 2000
                        OFFSET 0) e
    WHERE e.entry_type = 'decision' OR e.entry_type LIKE 'approval.%'
)
SELECT NULL AS project_id, 0::bigint AS reserved, 0::bigint AS project_reserved,
       (SELECT h.sequence FROM ledger_head h
        WHERE h.tenant_id = g.tenant_id AND h.chain = 'decisions' AND h.anchors = 0)
           = g.known + (SELECT count(*) FROM since)
       AND EXISTS (SELECT FROM ledger_link l
                   WHERE l.tenant_id = g.tenant_id AND l.chain = 'decisions' AND l.sequence = g.known
                     AND l.chain_hash = g.chain_hash OFFSET 0) AS is_all
FROM given g
UNION ALL
SELECT r.project_id, sum(r.amount_micros)::bigint, sum(r.allocation_micros)::bigint, NULL
FROM since s
CROSS JOIN LATERAL (SELECT d.reservation_id FROM decision d
                    WHERE d.tenant_id = s.tenant_id AND d.decision_id = s.decision_id
                    OFFSET 0) d
CROSS JOIN LATERAL (SELECT r.project_id, r.amount_micros, r.allocation_micros FROM reservation r
                    WHERE r.tenant_id = s.tenant_id AND r.reservation_id = d.reservation_id
                      AND r.decision_id = s.decision_id
                    OFFSET 0) r
GROUP BY r.project_id
