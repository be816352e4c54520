UPDATE approval a
SET status = t.status, change_id = t.change_id,
    submitters = ARRAY(SELECT jsonb_array_elements_text(t.submitters::jsonb)), deadline = t.deadline,
    expiry_noted = t.expiry_noted::boolean, reservation_id = t.reservation_id, verdicts = t.verdicts::jsonb,
    newest = t.newest::jsonb
FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::uuid[], ?::text[], ?::text[])
    AS t (approval_id, status, change_id, submitters, deadline, expiry_noted, reservation_id, verdicts, newest)
WHERE a.tenant_id = ? AND a.approval_id = t.approval_id
