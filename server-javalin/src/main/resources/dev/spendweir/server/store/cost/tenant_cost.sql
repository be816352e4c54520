-- The tenant's amount of a day is its row without project when there is one, else the sum over projects (spec 5.4).
SELECT day,
       coalesce(max(amount_micros) FILTER (WHERE project_id IS NULL), sum(amount_micros))::bigint AS amount_micros,
       coalesce(bool_and(final) FILTER (WHERE project_id IS NULL), bool_and(final)) AS final
FROM cost_day
WHERE tenant_id = ? AND day BETWEEN ? AND ?
GROUP BY day
