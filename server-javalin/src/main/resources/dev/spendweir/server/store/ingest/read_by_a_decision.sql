-- Which of these cost rows some decision has read since they were stored: a decision reads the 120 days up to its own.
SELECT t.position
FROM unnest(?::date[], ?::timestamptz[]) WITH ORDINALITY AS t (day, stored_at, position)
WHERE EXISTS (SELECT FROM decision d
              WHERE d.tenant_id = ?
                AND d.decision_id >= first_id_at(greatest(t.stored_at, t.day::timestamptz))
                AND d.decided_at >= greatest(t.stored_at, t.day::timestamptz)
                AND d.decided_at < (t.day + 120)::timestamptz)
ORDER BY t.position
