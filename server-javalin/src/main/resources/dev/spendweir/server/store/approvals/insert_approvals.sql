INSERT INTO approval (tenant_id, approval_id, decision_id, source, project_id, environment, environment_class,
                      resource_reference, requester_id, submitter_id, reviewer_roles, required_permission,
                      required_approvals, separation, execution_ttl_seconds, created_at, plan_content_sha256, ask,
                      status, change_id, submitters, deadline, expiry_noted, reservation_id, verdicts, newest)
SELECT ?, t.approval_id, t.decision_id, t.source, t.project_id, t.environment, t.environment_class,
       t.resource_reference, t.requester_id, t.submitter_id,
       ARRAY(SELECT jsonb_array_elements_text(t.reviewer_roles::jsonb)), t.required_permission,
       t.required_approvals, t.separation::boolean, t.execution_ttl_seconds, t.created_at, t.plan_content_sha256,
       t.ask::jsonb, t.status, t.change_id, ARRAY(SELECT jsonb_array_elements_text(t.submitters::jsonb)), t.deadline,
       t.expiry_noted::boolean, t.reservation_id, t.verdicts::jsonb, t.newest::jsonb
FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[],
            ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
            ?::bigint[], ?::text[], ?::bigint[], ?::timestamptz[], ?::text[], ?::text[],
            ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[], ?::uuid[], ?::text[], ?::text[])
    AS t (approval_id, decision_id, source, project_id, environment, environment_class,
          resource_reference, requester_id, submitter_id, reviewer_roles, required_permission,
          required_approvals, separation, execution_ttl_seconds, created_at, plan_content_sha256, ask,
          status, change_id, submitters, deadline, expiry_noted, reservation_id, verdicts, newest)
