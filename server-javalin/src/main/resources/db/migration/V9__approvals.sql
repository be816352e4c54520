-- Approval requests (spec 2): what people are asked, where it stands, and the one use of each.

CREATE TABLE approval (
    tenant_id             text NOT NULL,
    approval_id           uuid NOT NULL,
    decision_id           uuid NOT NULL,
    status                text NOT NULL
        CHECK (status IN ('pending', 'approved', 'denied', 'expired', 'cancelled', 'consumed')),
    source                text NOT NULL,
    project_id            text NOT NULL,
    environment           text NOT NULL,
    environment_class     text NOT NULL CHECK (environment_class IN ('prod', 'nonprod')),
    resource_reference    text NOT NULL,
    -- The change that it belongs to now; another call of its place may take it over (spec 2.3).
    change_id             text,
    requester_id          text NOT NULL,
    submitter_id          text NOT NULL,
    submitters            text[] NOT NULL,
    reviewer_roles        text[] NOT NULL,
    required_permission   text NOT NULL,
    required_approvals    smallint NOT NULL CHECK (required_approvals BETWEEN 1 AND 5),
    separation            boolean NOT NULL,
    execution_ttl_seconds integer NOT NULL CHECK (execution_ttl_seconds > 0),
    created_at            timestamptz(3) NOT NULL,
    deadline              timestamptz(3) NOT NULL,
    expiry_noted          boolean NOT NULL DEFAULT false,
    plan_content_sha256   text,
    reservation_id        uuid,
    -- {actor, approves, comment, at} of the verdicts that count, in their order.
    verdicts              jsonb NOT NULL DEFAULT '[]',
    -- What was asked, and the newest decision of the change; see ApprovalTable.
    ask                   jsonb NOT NULL,
    newest                jsonb NOT NULL,
    PRIMARY KEY (tenant_id, approval_id),
    FOREIGN KEY (tenant_id, decision_id) REFERENCES decision,
    CONSTRAINT approval_expiry_noted CHECK (NOT expiry_noted OR status = 'expired'),
    CONSTRAINT approval_quorum CHECK (
        status NOT IN ('approved', 'consumed') OR jsonb_array_length(verdicts) >= required_approvals)
) WITH (fillfactor = 80);
-- A change waits once (spec 3.2).
CREATE UNIQUE INDEX approval_one_per_change
    ON approval (tenant_id, source, project_id, environment, resource_reference, change_id)
    WHERE status IN ('pending', 'approved') AND change_id IS NOT NULL;
CREATE INDEX approval_of_place ON approval (tenant_id, source, project_id, environment, resource_reference)
    WHERE status IN ('pending', 'approved', 'consumed');
CREATE INDEX approval_by_deadline ON approval (tenant_id, deadline) WHERE status IN ('pending', 'approved');
CREATE INDEX approval_pending ON approval (tenant_id, submitter_id) WHERE status = 'pending';
CREATE INDEX approval_by_status ON approval (tenant_id, status, approval_id);

-- The one use of an approval: unique by approval, never by the text of a token (spec 2.2).
CREATE TABLE approval_consumption (
    tenant_id       text NOT NULL,
    approval_id     uuid NOT NULL,
    token_id        text NOT NULL,
    actor_id        text NOT NULL,
    via             text NOT NULL CHECK (via IN ('api')),
    run_id          text,
    fingerprint     text NOT NULL,
    idempotency_key text,
    consumed_at     timestamptz(3) NOT NULL,
    response        bytea NOT NULL,
    PRIMARY KEY (tenant_id, approval_id),
    FOREIGN KEY (tenant_id, approval_id) REFERENCES approval
);

-- What is over stays as it is; an expiry may still be noted.
CREATE FUNCTION refuse_change_of_ended_approval() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF NOT (OLD.status = 'expired' AND NEW.status = 'expired' AND NEW.expiry_noted) THEN
        RAISE EXCEPTION 'approval % is %', OLD.approval_id, OLD.status USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER ended_is_ended BEFORE UPDATE ON approval
    FOR EACH ROW WHEN (OLD.status IN ('denied', 'expired', 'cancelled', 'consumed'))
    EXECUTE FUNCTION refuse_change_of_ended_approval();
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON approval_consumption
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON approval_consumption
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE CONSTRAINT TRIGGER governed AFTER INSERT OR UPDATE OR DELETE ON approval
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();
CREATE CONSTRAINT TRIGGER governed AFTER INSERT ON approval_consumption
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();

GRANT SELECT, INSERT ON approval, approval_consumption TO spendweir_app;
GRANT UPDATE (status, change_id, submitters, deadline, expiry_noted, reservation_id, verdicts, newest)
    ON approval TO spendweir_app;

-- A hold can be cut to what its change still needs, and goes with its approval to another change of the place.
GRANT UPDATE (change_id, amount_micros, allocation_micros, draws_micros, uncovered_micros) ON reservation
    TO spendweir_app;
GRANT UPDATE (held_micros) ON reservation_draw TO spendweir_app;
ALTER TABLE reservation_draw DROP CONSTRAINT reservation_draw_held_micros_check;
ALTER TABLE reservation_draw ADD CONSTRAINT reservation_draw_held_micros_check CHECK (held_micros >= 0);

-- A hold and its draws only ever shrink.
CREATE FUNCTION refuse_growth_of_hold() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.amount_micros > OLD.amount_micros OR NEW.allocation_micros > OLD.allocation_micros
       OR NEW.draws_micros > OLD.draws_micros OR NEW.uncovered_micros > OLD.uncovered_micros THEN
        RAISE EXCEPTION 'hold % may not grow', OLD.reservation_id USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION refuse_growth_of_draw() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.held_micros > OLD.held_micros THEN
        RAISE EXCEPTION 'a draw of hold % may not grow', OLD.reservation_id
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER only_shrinks BEFORE UPDATE ON reservation
    FOR EACH ROW WHEN (NEW.amount_micros <> OLD.amount_micros) EXECUTE FUNCTION refuse_growth_of_hold();
CREATE TRIGGER only_shrinks BEFORE UPDATE ON reservation_draw
    FOR EACH ROW WHEN (NEW.held_micros <> OLD.held_micros) EXECUTE FUNCTION refuse_growth_of_draw();

-- Whether a hold is behind a live approval and lives and dies with it: nobody else confirms, releases or sweeps it
-- (spec 3.2). An approval past its deadline holds nothing.
CREATE OR REPLACE FUNCTION approval_backs_hold(of_tenant text, status text, approval uuid, at timestamptz) RETURNS boolean
    LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (SELECT FROM approval a
                   WHERE a.tenant_id = of_tenant AND a.approval_id = approval AND a.deadline > at
                     AND (a.status = 'pending' OR a.status = 'approved'))
$$;

-- A sweeper does not know its tenants. This tells which of them have approvals past their deadline, and nothing else. It
-- runs as the migrator, whom the policy below lets look while it runs and only then.
CREATE FUNCTION tenants_with_due_approvals(at timestamptz) RETURNS SETOF text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = spendweir, pg_temp
AS $$
BEGIN
    PERFORM set_config('spendweir.sweeping', 'on', true);
    RETURN QUERY
        SELECT DISTINCT a.tenant_id FROM approval a WHERE a.status IN ('pending', 'approved') AND a.deadline <= at;
    PERFORM set_config('spendweir.sweeping', '', true);
END
$$;
REVOKE ALL ON FUNCTION tenants_with_due_approvals(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_due_approvals(timestamptz) TO spendweir_app;
CREATE POLICY sweep_lookup ON approval FOR SELECT TO spendweir_migrator
    USING (current_setting('spendweir.sweeping', true) = 'on');
