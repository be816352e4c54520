-- What a batch of the gate pays once, however few decisions it has (spec 3.1): less of it again. Two functions of the tables'
-- owner store a batch ahead and move its heads, and what the guards of those tables look up otherwise is so by what they do.

-- Stores decisions with their entries and holds, a row of each list for each: every decision gets its own entry, and no hold is
-- without its decision. What two tables say is given once. A decision without a status makes no hold.
-- Bound when it is created, so that no search_path can lead it elsewhere.
CREATE FUNCTION store_ahead(
    tenants text[], sequences bigint[], entry_ids uuid[], entries bytea[], entry_hashes bytea[], payloads bytea[], salts bytea[],
    previous_hashes bytea[], chain_hashes bytea[],
    decision_ids uuid[], times timestamptz[], sources text[], projects text[], environments text[], classes text[],
    actions text[], resources text[], changes text[], plan_files bytea[], deltas bigint[], requesters text[],
    submitters text[], keys text[], fingerprints bytea[], outcomes text[], base_outcomes text[], reasons text[],
    modes text[], policy_versions bigint[], approvals uuid[], reservations uuid[], decision_hashes bytea[],
    response_rests bytea[],
    hold_statuses text[], months date[], amounts bigint[], allocations bigint[], draws bigint[], uncovered bigint[],
    confirmations timestamptz[])
    RETURNS void
    LANGUAGE sql SECURITY DEFINER
BEGIN ATOMIC
    INSERT INTO spendweir.ledger_entry (tenant_id, entry_id, chain, sequence, entry_type, subject_id, event_time, entry, entry_hash)
    SELECT unnest(tenants), unnest(entry_ids), 'decisions', unnest(sequences), 'decision', unnest(decision_ids)::text,
           unnest(times), unnest(entries), unnest(entry_hashes);

    INSERT INTO spendweir.ledger_payload (tenant_id, entry_id, payload, salt)
    SELECT unnest(tenants), unnest(entry_ids), unnest(payloads), unnest(salts);

    INSERT INTO spendweir.ledger_link (tenant_id, chain, sequence, previous_hash, chain_hash, entry_id)
    SELECT unnest(tenants), 'decisions', unnest(sequences), unnest(previous_hashes), unnest(chain_hashes), unnest(entry_ids);

    INSERT INTO spendweir.decision (
        tenant_id, decision_id, decided_at, source, project_id, environment, environment_class, action, resource_reference,
        change_id, plan_file_sha256, monthly_delta_micros, requester_id, submitter_id, idempotency_key, fingerprint, outcome,
        base_outcome, reason_codes, mode, policy_version, approval_id, reservation_id, decision_sha256, ledger_sequence,
        response_rest)
    SELECT unnest(tenants), unnest(decision_ids), unnest(times), unnest(sources), unnest(projects), unnest(environments),
           unnest(classes), unnest(actions), unnest(resources), unnest(changes), unnest(plan_files), unnest(deltas),
           unnest(requesters), unnest(submitters), unnest(keys), unnest(fingerprints), unnest(outcomes),
           unnest(base_outcomes), string_to_array(unnest(reasons), ','), unnest(modes), unnest(policy_versions),
           unnest(approvals), unnest(reservations), unnest(decision_hashes), unnest(sequences), unnest(response_rests);

    INSERT INTO spendweir.reservation (
        tenant_id, reservation_id, ledger_sequence, decision_id, approval_id, source, project_id, environment,
        resource_reference, change_id, requester_id, submitter_id, booked_month, amount_micros, allocation_micros,
        draws_micros, uncovered_micros, created_at, status, confirmed_at)
    SELECT t.*
    FROM (SELECT unnest(tenants), unnest(reservations), unnest(sequences), unnest(decision_ids), unnest(approvals),
                 unnest(sources), unnest(projects), unnest(environments), unnest(resources), unnest(changes),
                 unnest(requesters), unnest(submitters), unnest(months), unnest(amounts), unnest(allocations),
                 unnest(draws), unnest(uncovered), unnest(times), unnest(hold_statuses) AS status,
                 unnest(confirmations)) t
    WHERE t.status IS NOT NULL;
END;

-- As V20, of the owner; the link that a head moves to is looked for with the rest.
CREATE OR REPLACE FUNCTION advance_heads(behind bigint, tenants text[], sequences bigint[], hashes bytea[], governance bigint[],
                              costs bigint[], watermarks date[], next_sequences bigint[], next_hashes bytea[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = spendweir, pg_temp
AS $$
DECLARE
    locked integer;
    moved integer := 0;
BEGIN
    IF behind IS NOT NULL THEN
        -- The bound of the transaction is the bound of this: it stands on one that is at work.
        PERFORM set_config('lock_timeout', '0', true), pg_advisory_xact_lock_shared(behind);
    END IF;
    -- Nobody is waited for who is not in front.
    PERFORM FROM ledger_head h
    WHERE h.tenant_id = ANY (tenants) AND h.chain = 'decisions'
    FOR UPDATE SKIP LOCKED;
    GET DIAGNOSTICS locked = ROW_COUNT;
    -- A statement of its own: a new budget locks the head and does not move it, and what a statement finds unmoved it shows as
    -- it was before it waited.
    IF locked = cardinality(tenants) THEN
        UPDATE ledger_head h
        SET sequence = t.next_sequence, chain_hash = t.next_hash, advanced_by = pg_current_xact_id()
        FROM unnest(tenants, sequences, hashes, governance, costs, watermarks, next_sequences, next_hashes)
                 AS t (tenant_id, sequence, chain_hash, governance, cost, watermark, next_sequence, next_hash)
        JOIN ledger_head g ON g.tenant_id = t.tenant_id AND g.chain = 'governance' AND g.sequence = t.governance
        JOIN cost_state s ON s.tenant_id = t.tenant_id AND s.version = t.cost
                          AND s.complete_through IS NOT DISTINCT FROM t.watermark
        WHERE h.tenant_id = t.tenant_id AND h.chain = 'decisions'
          AND h.sequence = t.sequence AND h.chain_hash = t.chain_hash AND NOT h.quarantined
          AND t.next_sequence > t.sequence
          -- OFFSET 0 keeps it a look by the primary key.
          AND EXISTS (SELECT FROM ledger_link l
                      WHERE l.tenant_id = t.tenant_id AND l.chain = 'decisions'
                        AND l.sequence = t.next_sequence AND l.chain_hash = t.next_hash OFFSET 0);
        GET DIAGNOSTICS moved = ROW_COUNT;
    END IF;
    -- Drafts that store nothing, because all their calls were refused, hang on the same.
    IF locked = cardinality(tenants) AND moved < locked THEN
        SELECT moved + count(*) INTO moved
        FROM unnest(tenants, sequences, hashes, governance, costs, watermarks, next_sequences)
                 AS t (tenant_id, sequence, chain_hash, governance, cost, watermark, next_sequence)
        JOIN ledger_head h ON h.tenant_id = t.tenant_id AND h.chain = 'decisions'
                          AND h.sequence = t.sequence AND h.chain_hash = t.chain_hash AND NOT h.quarantined
        JOIN ledger_head g ON g.tenant_id = t.tenant_id AND g.chain = 'governance' AND g.sequence = t.governance
        JOIN cost_state s ON s.tenant_id = t.tenant_id AND s.version = t.cost
                          AND s.complete_through IS NOT DISTINCT FROM t.watermark
        WHERE t.next_sequence = t.sequence;
    END IF;
    IF moved <> cardinality(tenants) THEN
        RAISE EXCEPTION 'a head is locked or has moved' USING ERRCODE = 'serialization_failure';
    END IF;
END
$$;

DO $$
DECLARE
    new_function regprocedure;
    listed record;
BEGIN
    FOR new_function IN
        SELECT oid FROM pg_proc WHERE proname IN ('store_ahead', 'advance_heads') AND pronamespace = 'spendweir'::regnamespace
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', new_function);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO spendweir_app', new_function);
    END LOOP;
    -- Row-level security is forced on the owner, too: its functions see the tenants that the transaction names, and no others.
    FOR listed IN SELECT tablename FROM pg_policies WHERE schemaname = 'spendweir' AND policyname = 'gate_writer' LOOP
        EXECUTE format('ALTER POLICY gate_writer ON %I TO spendweir_app, spendweir_migrator', listed.tablename);
    END LOOP;
END
$$;

-- The guards are for whoever is not the owner, who could switch them off.
DROP TRIGGER governed_insert ON decision;
CREATE TRIGGER governed_insert AFTER INSERT ON decision
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT
    WHEN (current_user <> 'spendweir_migrator') EXECUTE FUNCTION require_own_entry();
DROP TRIGGER of_a_decision ON reservation;
CREATE TRIGGER of_a_decision AFTER INSERT ON reservation
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT
    WHEN (current_user <> 'spendweir_migrator') EXECUTE FUNCTION require_decision();
DROP TRIGGER linked ON ledger_head;
CREATE TRIGGER linked AFTER UPDATE ON ledger_head
    REFERENCING OLD TABLE AS before NEW TABLE AS moved FOR EACH STATEMENT
    WHEN (current_user <> 'spendweir_migrator') EXECUTE FUNCTION require_links();
