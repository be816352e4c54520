-- A stretch of a chain with everything that verification needs. The link leads: a missing entry shows as nulls. Entries and
-- payloads are looked for by key, link by link (OFFSET 0): joined, by statistics of a moment when the table was small, a
-- page read the chain from its beginning. The first entries of decisions and holds are in no index by subject
-- or type: their rows name them, and of such a type some are always near. :subjectId is :subject when it is a UUID.
SELECT l.sequence AS link_sequence, l.previous_hash, l.chain_hash, e.sequence, e.entry_id::text AS entry_id, e.entry_type,
       e.subject_id, e.event_time, e.entry, e.entry_hash, p.payload, p.salt
FROM ledger_link l
LEFT JOIN LATERAL (
    SELECT * FROM ledger_entry x
    WHERE x.tenant_id = l.tenant_id AND x.chain = l.chain AND x.sequence = l.sequence AND x.entry_id = l.entry_id
    OFFSET 0) e ON true
LEFT JOIN LATERAL (
    SELECT * FROM ledger_payload x WHERE x.tenant_id = l.tenant_id AND x.entry_id = l.entry_id OFFSET 0) p ON true
WHERE l.tenant_id = :tenant AND l.chain = :chain AND l.sequence >= :from
  AND (CAST(:type AS text) IS NULL
       OR (e.entry_type = :type
           AND (CAST(:type AS text) IN ('decision', 'reservation.held')
                OR l.sequence IN (
                    SELECT s.sequence FROM ledger_entry s
                    WHERE s.tenant_id = :tenant AND s.chain = :chain AND s.entry_type = :type
                      AND s.entry_type NOT IN ('decision', 'reservation.held')))))
  AND (CAST(:subject AS text) IS NULL
       OR (e.subject_id = :subject AND l.sequence IN (
               SELECT s.sequence FROM ledger_entry s
               WHERE s.tenant_id = :tenant AND s.chain = :chain AND s.subject_id = :subject
                 AND s.entry_type NOT IN ('decision', 'reservation.held')
               UNION ALL
               SELECT d.ledger_sequence FROM decision d
               WHERE d.tenant_id = :tenant AND d.decision_id = CAST(:subjectId AS uuid) AND :chain = 'decisions'
               UNION ALL
               SELECT r.ledger_sequence FROM reservation r
               WHERE r.tenant_id = :tenant AND r.reservation_id = CAST(:subjectId AS uuid) AND :chain = 'decisions')))
ORDER BY l.sequence
LIMIT :limit
