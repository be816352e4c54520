-- What a project's budget has left in a booking month, every active hold counted as reserved (spec 10 R5, R6); no row
-- without a budget.
SELECT greatest(0, b.monthly_limit_micros
    - coalesce((SELECT sum(r.allocation_micros) FROM reservation r
                WHERE r.tenant_id = b.tenant_id AND r.project_id = b.project_id
                  AND r.status IN ('tentative', 'confirmed')), 0)
    - coalesce((SELECT sum(r.consumed_allocation_micros + r.overrun_micros) FROM reservation r
                WHERE r.tenant_id = b.tenant_id AND r.project_id = b.project_id AND r.status = 'settled'
                  AND r.booked_month = :month), 0))::bigint AS headroom
FROM budget b
WHERE b.tenant_id = :tenant AND b.project_id = :project
