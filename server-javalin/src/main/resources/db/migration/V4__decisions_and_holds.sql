-- Decisions, idempotency and holds (spec 3.1, 3.2).

CREATE TABLE decision (
    tenant_id              text NOT NULL,
    decision_id            uuid NOT NULL,
    decided_at             timestamptz(3) NOT NULL,
    source                 text NOT NULL,
    project_id             text NOT NULL,
    environment            text NOT NULL,
    environment_class      text NOT NULL CHECK (environment_class IN ('prod', 'nonprod')),
    action                 text NOT NULL,
    resource_reference     text NOT NULL,
    change_id              text,
    monthly_delta_micros   bigint NOT NULL,
    requester_id           text NOT NULL,
    submitter_id           text NOT NULL,
    outcome                text NOT NULL CHECK (outcome IN ('ALLOW', 'ALLOW_WITH_CREDITS', 'REQUIRE_APPROVAL', 'DENY')),
    base_outcome           text NOT NULL
        CHECK (base_outcome IN ('ALLOW', 'ALLOW_WITH_CREDITS', 'REQUIRE_APPROVAL', 'DENY')),
    reason_codes           text[] NOT NULL,
    mode                   text NOT NULL CHECK (mode IN ('shadow', 'soft', 'hard')),
    policy_version         bigint NOT NULL,
    approval_id            uuid,
    reservation_id         uuid,
    decision_sha256        bytea NOT NULL CHECK (octet_length(decision_sha256) = 32),
    cost_history_sha256    bytea NOT NULL CHECK (octet_length(cost_history_sha256) = 32),
    project_history_sha256 bytea CHECK (octet_length(project_history_sha256) = 32),
    ledger_sequence        bigint NOT NULL,
    -- Each packed by itself: the first byte says how (0 plain, 1 deflate). Hashes are over the plain bytes.
    request                bytea NOT NULL,
    snapshot               bytea NOT NULL,
    record                 bytea NOT NULL,
    response               bytea NOT NULL,
    PRIMARY KEY (tenant_id, decision_id)
);
ALTER TABLE decision
    ALTER COLUMN request SET STORAGE EXTERNAL,
    ALTER COLUMN snapshot SET STORAGE EXTERNAL,
    ALTER COLUMN record SET STORAGE EXTERNAL,
    ALTER COLUMN response SET STORAGE EXTERNAL;
CREATE INDEX decision_by_time ON decision (tenant_id, decided_at, decision_id);
CREATE INDEX decision_by_project ON decision (tenant_id, project_id, decided_at, decision_id);

-- The first answer given under a key. `scope` is the surface: gate:<source> for decisions, else the route's own name.
CREATE TABLE idempotency (
    tenant_id   text NOT NULL,
    scope       text NOT NULL,
    key         text NOT NULL,
    fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
    decision_id uuid,
    status      smallint NOT NULL,
    response    bytea,
    created_at  timestamptz(3) NOT NULL,
    PRIMARY KEY (tenant_id, scope, key),
    FOREIGN KEY (tenant_id, decision_id) REFERENCES decision,
    CHECK ((decision_id IS NULL) <> (response IS NULL))
);

CREATE TABLE reservation (
    tenant_id                 text NOT NULL,
    reservation_id            uuid NOT NULL,
    ordinal                   bigint NOT NULL,
    decision_id               uuid NOT NULL,
    approval_id               uuid,
    status                    text NOT NULL CHECK (status IN ('tentative', 'confirmed', 'settled', 'released')),
    source                    text NOT NULL,
    project_id                text NOT NULL,
    environment               text NOT NULL,
    resource_reference        text NOT NULL,
    change_id                 text,
    requester_id              text NOT NULL,
    submitter_id              text NOT NULL,
    booked_month              date NOT NULL CHECK (extract(day FROM booked_month) = 1),
    amount_micros             bigint NOT NULL CHECK (amount_micros > 0),
    allocation_micros         bigint NOT NULL CHECK (allocation_micros >= 0),
    draws_micros              bigint NOT NULL CHECK (draws_micros >= 0),
    uncovered_micros          bigint NOT NULL CHECK (uncovered_micros >= 0),
    created_at                timestamptz(3) NOT NULL,
    confirmed_at              timestamptz(3),
    closed_at                 timestamptz(3),
    close_reason              text CHECK (close_reason IN ('superseded', 'stale_plan', 'reconciled', 'released')),
    successor                 uuid,
    actual_micros             bigint CHECK (actual_micros >= 0),
    consumed_allocation_micros bigint CHECK (consumed_allocation_micros >= 0),
    consumed_draws_micros     bigint CHECK (consumed_draws_micros BETWEEN 0 AND draws_micros),
    consumed_uncovered_micros bigint CHECK (consumed_uncovered_micros BETWEEN 0 AND uncovered_micros),
    overrun_micros            bigint CHECK (overrun_micros >= 0),
    PRIMARY KEY (tenant_id, reservation_id),
    FOREIGN KEY (tenant_id, decision_id) REFERENCES decision,
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
             ELSE coalesce(consumed_allocation_micros, consumed_draws_micros, consumed_uncovered_micros,
                           overrun_micros, actual_micros) IS NULL
        END),
    CONSTRAINT reservation_close_reason CHECK ((closed_at IS NULL) = (close_reason IS NULL))
) WITH (fillfactor = 80);
-- A change has at most one hold at a time (spec 3.2).
CREATE UNIQUE INDEX reservation_one_per_change
    ON reservation (tenant_id, source, project_id, environment, resource_reference, change_id)
    WHERE status IN ('tentative', 'confirmed') AND change_id IS NOT NULL;
CREATE INDEX reservation_active ON reservation (tenant_id, project_id, resource_reference, environment, source)
    INCLUDE (amount_micros, allocation_micros) WHERE status IN ('tentative', 'confirmed');
CREATE INDEX reservation_by_month ON reservation (tenant_id, booked_month, project_id)
    INCLUDE (actual_micros, consumed_allocation_micros, overrun_micros) WHERE status = 'settled';
CREATE INDEX reservation_by_closing ON reservation (tenant_id, closed_at, project_id)
    INCLUDE (actual_micros, consumed_allocation_micros, overrun_micros) WHERE status = 'settled';
CREATE UNIQUE INDEX reservation_by_ordinal ON reservation (tenant_id, ordinal);

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

CREATE CONSTRAINT TRIGGER governed AFTER INSERT ON decision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();
CREATE CONSTRAINT TRIGGER governed AFTER INSERT OR UPDATE OR DELETE ON reservation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();
CREATE CONSTRAINT TRIGGER governed AFTER INSERT OR UPDATE OR DELETE ON reservation_draw
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_ledger_entry();

GRANT SELECT, INSERT ON decision, idempotency, reservation, reservation_draw TO spendweir_app;
GRANT UPDATE (status, confirmed_at, closed_at, close_reason, successor, actual_micros, consumed_allocation_micros,
              consumed_draws_micros, consumed_uncovered_micros, overrun_micros) ON reservation TO spendweir_app;
GRANT UPDATE (consumed_micros) ON reservation_draw TO spendweir_app;
