UPDATE reservation r
SET status = t.status, confirmed_at = coalesce(t.confirmed_at, r.confirmed_at), closed_at = t.closed_at,
    close_reason = t.close_reason, successor = t.successor, actual_micros = t.actual_micros,
    consumed_allocation_micros = t.consumed_allocation_micros, consumed_draws_micros = t.consumed_draws_micros,
    consumed_uncovered_micros = t.consumed_uncovered_micros, overrun_micros = t.overrun_micros
FROM unnest(?::text[], ?::uuid[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::uuid[],
            ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
    AS t (tenant_id, reservation_id, status, confirmed_at, closed_at, close_reason, successor,
          actual_micros, consumed_allocation_micros, consumed_draws_micros, consumed_uncovered_micros, overrun_micros)
WHERE r.tenant_id = t.tenant_id AND r.reservation_id = t.reservation_id
