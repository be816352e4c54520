-- The rest of a hold's life (spec 3.2): overdue holds, late actuals, exceptions; and its laws where rows can say them.

-- A late actual charges a hold that the sweeper or a successor had closed, once.
ALTER TABLE reservation ADD COLUMN adjusted_at timestamptz(3);
GRANT UPDATE (adjusted_at) ON reservation TO spendweir_app;

ALTER TABLE reservation
    DROP CONSTRAINT reservation_lifecycle,
    ADD CONSTRAINT reservation_lifecycle CHECK (
        CASE status
            WHEN 'tentative' THEN confirmed_at IS NULL AND closed_at IS NULL
            WHEN 'confirmed' THEN confirmed_at IS NOT NULL AND closed_at IS NULL
            WHEN 'released' THEN closed_at IS NOT NULL
            ELSE closed_at IS NOT NULL AND (confirmed_at IS NOT NULL OR adjusted_at IS NOT NULL)
        END),
    ADD CONSTRAINT reservation_late_actual CHECK (
        adjusted_at IS NULL
        OR (status = 'settled' AND adjusted_at >= closed_at
            AND close_reason IN ('superseded', 'stale_plan', 'overdue'))),
    -- An actual fills the allocation, then the draws, then uncovered, and only then goes beyond. A late one does not take
    -- again what had gone back, so it may go beyond a hold that is not full.
    ADD CONSTRAINT reservation_filled_in_order CHECK (
        status <> 'settled' OR adjusted_at IS NOT NULL
        OR ((consumed_allocation_micros >= allocation_micros
             OR consumed_draws_micros + consumed_uncovered_micros + overrun_micros = 0)
            AND (consumed_draws_micros = draws_micros
                 OR (consumed_allocation_micros <= allocation_micros AND consumed_uncovered_micros + overrun_micros = 0))
            AND (consumed_uncovered_micros = uncovered_micros
                 OR (consumed_allocation_micros <= allocation_micros AND overrun_micros = 0)))),
    ADD CONSTRAINT reservation_swept_in_full CHECK (
        close_reason <> 'overdue' OR status <> 'settled' OR adjusted_at IS NOT NULL OR actual_micros = amount_micros);

-- What is closed stays as it was closed, but for the one late actual.
CREATE FUNCTION refuse_change_of_closed_hold() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF OLD.adjusted_at IS NOT NULL OR NEW.adjusted_at IS NULL
       OR (OLD.closed_at, OLD.close_reason, OLD.successor) IS DISTINCT FROM (NEW.closed_at, NEW.close_reason, NEW.successor)
    THEN
        RAISE EXCEPTION 'hold % is closed', OLD.reservation_id USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER closed_is_closed BEFORE UPDATE ON reservation
    FOR EACH ROW WHEN (OLD.status IN ('settled', 'released')) EXECUTE FUNCTION refuse_change_of_closed_hold();

-- The draws of a hold sum to what the hold says of them, at the end of every transaction.
CREATE FUNCTION require_draws_to_add_up() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    hold reservation%ROWTYPE;
    held bigint;
    consumed bigint;
BEGIN
    SELECT * INTO STRICT hold FROM reservation r
    WHERE r.tenant_id = NEW.tenant_id AND r.reservation_id = NEW.reservation_id;
    SELECT coalesce(sum(d.held_micros), 0), coalesce(sum(d.consumed_micros), 0) INTO held, consumed
    FROM reservation_draw d
    WHERE d.tenant_id = NEW.tenant_id AND d.reservation_id = NEW.reservation_id;
    IF held <> hold.draws_micros OR consumed <> coalesce(hold.consumed_draws_micros, 0) THEN
        RAISE EXCEPTION 'draws of hold % sum to % held and % consumed, the hold says % and %',
            NEW.reservation_id, held, consumed, hold.draws_micros, coalesce(hold.consumed_draws_micros, 0)
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER draws_add_up AFTER INSERT OR UPDATE ON reservation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.draws_micros > 0) EXECUTE FUNCTION require_draws_to_add_up();
CREATE CONSTRAINT TRIGGER draws_add_up AFTER INSERT OR UPDATE ON reservation_draw
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_draws_to_add_up();

-- What a person should look at: an actual that was not what was held, or came late, or never.
CREATE TABLE reservation_exception (
    tenant_id      text NOT NULL,
    exception_id   uuid NOT NULL,
    reservation_id uuid NOT NULL,
    kind           text NOT NULL CHECK (kind IN ('drift', 'overrun', 'never_reconciled', 'late_actual')),
    drift_micros   bigint NOT NULL,
    created_at     timestamptz(3) NOT NULL,
    PRIMARY KEY (tenant_id, exception_id),
    UNIQUE (tenant_id, reservation_id, kind),
    FOREIGN KEY (tenant_id, reservation_id) REFERENCES reservation,
    CONSTRAINT reservation_exception_drift CHECK (
        CASE kind
            WHEN 'drift' THEN drift_micros <> 0
            WHEN 'overrun' THEN drift_micros > 0
            WHEN 'never_reconciled' THEN drift_micros = 0
            ELSE true
        END)
);
CREATE TABLE reservation_exception_grant (
    tenant_id          text NOT NULL,
    exception_id       uuid NOT NULL,
    position           smallint NOT NULL CHECK (position >= 0),
    grant_id           uuid NOT NULL,
    reserved_micros    bigint NOT NULL CHECK (reserved_micros > 0),
    consumed_micros    bigint NOT NULL CHECK (consumed_micros >= 0),
    returned_micros    bigint NOT NULL CHECK (returned_micros >= 0),
    written_off_micros bigint NOT NULL CHECK (written_off_micros >= 0),
    PRIMARY KEY (tenant_id, exception_id, position),
    FOREIGN KEY (tenant_id, exception_id) REFERENCES reservation_exception,
    FOREIGN KEY (tenant_id, grant_id) REFERENCES credit_grant,
    CONSTRAINT reservation_exception_grant_conserved
        CHECK (consumed_micros + returned_micros + written_off_micros = reserved_micros)
);
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON reservation_exception
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON reservation_exception_grant
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE CONSTRAINT TRIGGER governed AFTER INSERT ON reservation_exception
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();
CREATE CONSTRAINT TRIGGER governed AFTER INSERT ON reservation_exception_grant
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();
GRANT SELECT, INSERT ON reservation_exception, reservation_exception_grant TO spendweir_app;

-- Whether a hold is behind a live approval and lives and dies with it: nobody else confirms, releases or sweeps it. Until
-- there are approvals no hold names one; the migration that brings them replaces this function.
CREATE FUNCTION approval_backs_hold(of_tenant text, status text, approval uuid, at timestamptz) RETURNS boolean
    LANGUAGE sql STABLE
AS $$
    SELECT status = 'tentative' AND approval IS NOT NULL
$$;

-- The sweeper's way to what is due; to holds it goes by reservation_active.
CREATE INDEX credit_grant_by_expiry ON credit_grant (tenant_id, expires_at)
    WHERE remaining_micros > 0 AND expires_at IS NOT NULL;

-- The age from which on a tenant's holds are overdue, by its policy in force.
CREATE FUNCTION overdue_after(of_tenant text, default_seconds bigint) RETURNS interval
    LANGUAGE sql STABLE
AS $$
    SELECT coalesce(
        (SELECT (p.document #>> '{reservations,ttl_seconds}')::bigint FROM policy_version p
         WHERE p.tenant_id = of_tenant ORDER BY p.version DESC LIMIT 1),
        default_seconds) * interval '1 second'
$$;

-- A sweeper does not know its tenants. These two functions tell which of them have work, and how many holds are active;
-- nothing else of any tenant. They run as the migrator, whom the policies below let look while they run and only then.
CREATE FUNCTION tenants_to_sweep(at timestamptz, default_seconds bigint) RETURNS SETOF text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = spendweir, pg_temp
AS $$
BEGIN
    PERFORM set_config('spendweir.sweeping', 'on', true);
    RETURN QUERY
        SELECT t.tenant_id FROM tenant t
        WHERE EXISTS (SELECT FROM reservation r
                      WHERE r.tenant_id = t.tenant_id AND r.status IN ('tentative', 'confirmed')
                        AND r.created_at <= at - overdue_after(t.tenant_id, default_seconds)
                        AND NOT approval_backs_hold(r.tenant_id, r.status, r.approval_id, at))
           OR EXISTS (SELECT FROM credit_grant g
                      WHERE g.tenant_id = t.tenant_id AND g.remaining_micros > 0 AND g.expires_at <= at);
    PERFORM set_config('spendweir.sweeping', '', true);
END
$$;
CREATE FUNCTION active_holds() RETURNS TABLE (hold_status text, holds bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = spendweir, pg_temp
AS $$
BEGIN
    PERFORM set_config('spendweir.sweeping', 'on', true);
    RETURN QUERY
        SELECT r.status::text, count(*) FROM reservation r WHERE r.status IN ('tentative', 'confirmed') GROUP BY r.status;
    PERFORM set_config('spendweir.sweeping', '', true);
END
$$;
REVOKE ALL ON FUNCTION tenants_to_sweep(timestamptz, bigint), active_holds() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_to_sweep(timestamptz, bigint), active_holds() TO spendweir_app;

CREATE POLICY sweep_lookup ON reservation FOR SELECT TO spendweir_migrator
    USING (current_setting('spendweir.sweeping', true) = 'on');
CREATE POLICY sweep_lookup ON credit_grant FOR SELECT TO spendweir_migrator
    USING (current_setting('spendweir.sweeping', true) = 'on');
CREATE POLICY sweep_lookup ON policy_version FOR SELECT TO spendweir_migrator
    USING (current_setting('spendweir.sweeping', true) = 'on');
