-- A closed hold takes its late actual.
UPDATE reservation
SET status = 'settled', adjusted_at = :at, actual_micros = :actual, consumed_allocation_micros = :allocation,
    consumed_draws_micros = :drawn, consumed_uncovered_micros = :uncovered, overrun_micros = :overrun
WHERE tenant_id = :tenant AND reservation_id = :id
