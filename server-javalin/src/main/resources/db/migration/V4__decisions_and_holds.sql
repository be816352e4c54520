-- Decisions, idempotency and holds (spec 3.1, 3.2).

-- Domains, for the reason in V2.
CREATE DOMAIN environment_class_name AS text CHECK (VALUE IN ('prod', 'nonprod'));
CREATE DOMAIN outcome_name AS text CHECK (VALUE IN ('ALLOW', 'ALLOW_WITH_CREDITS', 'REQUIRE_APPROVAL', 'DENY'));
CREATE DOMAIN mode_name AS text CHECK (VALUE IN ('shadow', 'soft', 'hard'));
CREATE DOMAIN hold_status AS text CHECK (VALUE IN ('tentative', 'confirmed', 'settled', 'released'));
CREATE DOMAIN hold_close_reason AS text CHECK (VALUE IN ('superseded', 'stale_plan', 'overdue', 'reconciled', 'released'));
CREATE DOMAIN first_of_month AS date CHECK (extract(day FROM VALUE) = 1);
CREATE DOMAIN micros AS bigint CHECK (VALUE >= 0);
CREATE DOMAIN positive_micros AS bigint CHECK (VALUE > 0);

CREATE TABLE decision (
    tenant_id              text NOT NULL,
    decision_id            uuid NOT NULL,
    decided_at             timestamptz(3) NOT NULL,
    source                 text NOT NULL,
    project_id             text NOT NULL,
    environment            text NOT NULL,
    environment_class      environment_class_name NOT NULL,
    action                 text NOT NULL,
    resource_reference     text NOT NULL,
    change_id              text,
    monthly_delta_micros   bigint NOT NULL,
    requester_id           text NOT NULL,
    submitter_id           text NOT NULL,
    idempotency_key        text NOT NULL,
    fingerprint            sha256_hash NOT NULL,
    outcome                outcome_name NOT NULL,
    base_outcome           outcome_name NOT NULL,
    reason_codes           text[] NOT NULL,
    mode                   mode_name NOT NULL,
    policy_version         bigint NOT NULL,
    approval_id            uuid,
    reservation_id         uuid,
    decision_sha256        sha256_hash NOT NULL,
    ledger_sequence        bigint NOT NULL,
    -- What was answered besides the record, packed; the first byte says how. Request, snapshot and record are in the
    -- payload of the decision's ledger entry.
    response_rest          bytea NOT NULL,
    PRIMARY KEY (tenant_id, decision_id),
    -- The first answer under a key stays the answer (spec 3.1).
    CONSTRAINT decision_first_under_key UNIQUE (tenant_id, source, idempotency_key)
);
-- What is packed cannot be compressed again.
ALTER TABLE decision ALTER COLUMN response_rest SET STORAGE EXTERNAL;
-- Ids are UUIDv7: their order is that of time, so the primary key lists decisions by time. There is no index for filters:
-- each would cost every decision more than the lists, which stop at their limit, gain.

-- The first id that was made at a time or later, while the clock that makes them does not go back.
CREATE FUNCTION first_id_at(at timestamptz) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '70008000000000000000')::uuid;

-- The first answer given under a key of any other route than the gate's. `scope` is the route's own name.
CREATE TABLE idempotency (
    tenant_id   text NOT NULL,
    scope       text NOT NULL,
    key         text NOT NULL,
    fingerprint sha256_hash NOT NULL,
    status      smallint NOT NULL,
    response    bytea NOT NULL,
    created_at  timestamptz(3) NOT NULL,
    PRIMARY KEY (tenant_id, scope, key)
);

CREATE TABLE reservation (
    tenant_id                 text NOT NULL,
    reservation_id            uuid NOT NULL,
    -- Of its entry reservation.held.
    ledger_sequence           bigint NOT NULL,
    decision_id               uuid NOT NULL,
    approval_id               uuid,
    status                    hold_status NOT NULL,
    source                    text NOT NULL,
    project_id                text NOT NULL,
    environment               text NOT NULL,
    resource_reference        text NOT NULL,
    change_id                 text,
    requester_id              text NOT NULL,
    submitter_id              text NOT NULL,
    booked_month              first_of_month NOT NULL,
    amount_micros             positive_micros NOT NULL,
    allocation_micros         micros NOT NULL,
    draws_micros              micros NOT NULL,
    uncovered_micros          micros NOT NULL,
    created_at                timestamptz(3) NOT NULL,
    confirmed_at              timestamptz(3),
    closed_at                 timestamptz(3),
    close_reason              hold_close_reason,
    successor                 uuid,
    actual_micros             micros,
    consumed_allocation_micros micros,
    consumed_draws_micros     micros,
    consumed_uncovered_micros micros,
    overrun_micros            micros,
    PRIMARY KEY (tenant_id, reservation_id),
    CONSTRAINT reservation_parts CHECK (allocation_micros + draws_micros + uncovered_micros = amount_micros),
    CONSTRAINT reservation_lifecycle CHECK (
        CASE status
            WHEN 'tentative' THEN confirmed_at IS NULL AND closed_at IS NULL
            WHEN 'confirmed' THEN confirmed_at IS NOT NULL AND closed_at IS NULL
            WHEN 'released' THEN closed_at IS NOT NULL
            ELSE closed_at IS NOT NULL AND confirmed_at IS NOT NULL
        END),
    CONSTRAINT reservation_settled CHECK (
        CASE WHEN status = 'settled'
             THEN consumed_allocation_micros + consumed_draws_micros + consumed_uncovered_micros + overrun_micros
                  = actual_micros
                  AND consumed_draws_micros <= draws_micros AND consumed_uncovered_micros <= uncovered_micros
             ELSE coalesce(consumed_allocation_micros, consumed_draws_micros, consumed_uncovered_micros,
                           overrun_micros, actual_micros) IS NULL
        END),
    CONSTRAINT reservation_close_reason CHECK ((closed_at IS NULL) = (close_reason IS NULL))
) WITH (fillfactor = 80);
-- A change has at most one hold at a time (spec 3.2).
CREATE UNIQUE INDEX reservation_one_per_change
    ON reservation (tenant_id, source, project_id, environment, resource_reference, change_id)
    WHERE status IN ('tentative', 'confirmed') AND change_id IS NOT NULL;
-- What is held now: for the sums of usage, which read all of it, and by age for the sweeper.
CREATE INDEX reservation_active ON reservation (tenant_id, created_at)
    INCLUDE (project_id, amount_micros, allocation_micros) WHERE status IN ('tentative', 'confirmed');
-- Holds that a later call may find or move. A confirmed one with neither change nor approval is not among them, and such are
-- the most: for them this index costs nothing.
CREATE INDEX reservation_movable ON reservation (tenant_id, source, project_id, environment, resource_reference)
    WHERE status IN ('tentative', 'confirmed')
      AND (status = 'tentative' OR change_id IS NOT NULL OR approval_id IS NOT NULL);
CREATE INDEX reservation_by_month ON reservation (tenant_id, booked_month, project_id)
    INCLUDE (actual_micros, consumed_allocation_micros, overrun_micros) WHERE status = 'settled';
CREATE INDEX reservation_by_closing ON reservation (tenant_id, closed_at, project_id)
    INCLUDE (actual_micros, consumed_allocation_micros, overrun_micros) WHERE status = 'settled';

CREATE TABLE reservation_draw (
    tenant_id       text NOT NULL,
    reservation_id  uuid NOT NULL,
    position        smallint NOT NULL CHECK (position >= 0),
    grant_id        uuid NOT NULL,
    pool            text NOT NULL CHECK (pool IN ('reserved', 'emergency')),
    held_micros     bigint NOT NULL CHECK (held_micros > 0),
    consumed_micros bigint CHECK (consumed_micros BETWEEN 0 AND held_micros),
    PRIMARY KEY (tenant_id, reservation_id, position),
    FOREIGN KEY (tenant_id, reservation_id) REFERENCES reservation,
    FOREIGN KEY (tenant_id, grant_id) REFERENCES credit_grant
);

CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON decision
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON decision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_row BEFORE UPDATE OR DELETE ON idempotency
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- New decisions and holds come by the hundred in one statement, so they are checked by the statement, which costs a
-- fraction of a check per row: the head of each tenant must have moved before them in this very transaction.
CREATE FUNCTION require_ledger_entries() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT tenant_id FROM added) a
               WHERE NOT EXISTS (SELECT FROM ledger_head h
                                 WHERE h.tenant_id = a.tenant_id AND h.advanced_by = pg_current_xact_id()
                                   AND h.sequence > 0)) THEN
        RAISE EXCEPTION 'INSERT on % without a ledger entry before it in the same transaction', TG_TABLE_NAME
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER governed_insert AFTER INSERT ON decision
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION require_ledger_entries();
CREATE TRIGGER governed_insert AFTER INSERT ON reservation_draw
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION require_ledger_entries();
CREATE CONSTRAINT TRIGGER governed AFTER UPDATE OR DELETE ON reservation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();
CREATE CONSTRAINT TRIGGER governed AFTER UPDATE OR DELETE ON reservation_draw
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();

-- A hold belongs to a decision. Decisions cannot be deleted or changed, so a look when the hold is made is a foreign
-- key; PostgreSQL's own would lock and so write each decision's row once more. Where the decision was made by this very
-- transaction the ledger has moved with it; a hold that comes later, when people have agreed, needs an entry of its own.
CREATE FUNCTION require_decision() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    -- OFFSET 0 keeps each a look by the primary key; a join planned while the table was empty would read all of it.
    IF EXISTS (SELECT FROM added a
               WHERE NOT EXISTS (SELECT FROM decision d
                                 WHERE d.tenant_id = a.tenant_id AND d.decision_id = a.decision_id
                                   AND d.xmin = pg_current_xact_id()::xid OFFSET 0)
                 AND NOT (EXISTS (SELECT FROM decision d
                                  WHERE d.tenant_id = a.tenant_id AND d.decision_id = a.decision_id OFFSET 0)
                          AND EXISTS (SELECT FROM ledger_head h
                                      WHERE h.tenant_id = a.tenant_id AND h.advanced_by = pg_current_xact_id()
                                        AND h.sequence > 0 OFFSET 0))) THEN
        RAISE EXCEPTION 'a hold names a decision that is not there, or comes without a ledger entry'
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER of_a_decision AFTER INSERT ON reservation
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION require_decision();

GRANT SELECT, INSERT ON decision, idempotency, reservation, reservation_draw TO spendweir_app;
GRANT UPDATE (status, confirmed_at, closed_at, close_reason, successor, actual_micros, consumed_allocation_micros,
              consumed_draws_micros, consumed_uncovered_micros, overrun_micros) ON reservation TO spendweir_app;
GRANT UPDATE (consumed_micros) ON reservation_draw TO spendweir_app;

-- The gate's writer commits the decisions of several tenants together (spec 3.1): the setting spendweir.tenant_ids, made
-- LOCAL to its transaction, lists them with commas between. No tenant's name holds a comma. Only what the writer touches
-- honours the list, which is read once a statement.
DO $$
DECLARE
    written text;
    listed text := 'SELECT string_to_array(current_setting(''spendweir.tenant_ids'', true), '','')';
BEGIN
    FOREACH written IN ARRAY ARRAY['ledger_entry', 'ledger_payload', 'ledger_link', 'ledger_head', 'decision',
                                   'reservation', 'reservation_draw', 'credit_grant', 'cost_state', 'cost_history']
    LOOP
        EXECUTE format('CREATE POLICY gate_writer ON %I TO spendweir_app'
                       ' USING (tenant_id = ANY ((%s)::text[])) WITH CHECK (tenant_id = ANY ((%s)::text[]))',
                       written, listed, listed);
    END LOOP;
END
$$;
