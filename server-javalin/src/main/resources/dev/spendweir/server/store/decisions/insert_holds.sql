INSERT INTO reservation (tenant_id, reservation_id, ordinal, decision_id, approval_id, source, project_id, environment,
                         resource_reference, change_id, requester_id, submitter_id, booked_month, amount_micros,
                         allocation_micros, draws_micros, uncovered_micros, created_at, status, confirmed_at, closed_at,
                         close_reason, successor, actual_micros, consumed_allocation_micros, consumed_draws_micros,
                         consumed_uncovered_micros, overrun_micros)
SELECT ?, t.*
FROM unnest(?::uuid[], ?::bigint[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[],
            ?::text[], ?::text[], ?::text[], ?::text[], ?::date[], ?::bigint[],
            ?::bigint[], ?::bigint[], ?::bigint[], ?::timestamptz[], ?::text[], ?::timestamptz[], ?::timestamptz[],
            ?::text[], ?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[],
            ?::bigint[], ?::bigint[])
    AS t
