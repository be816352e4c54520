-- What a batch of the gate pays once, however few decisions it has (spec 3.1): less of it.

-- A CHECK is read from the catalogue, parsed and planned by every statement that inserts or updates. Seven of them cost the
-- insert of a batch's holds as much as seven holds. One, short, says all of an open hold; what only a closed one can break is
-- said by a function that no open one calls.
CREATE FUNCTION closed_hold_is_sound(r reservation) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE
    SET search_path = spendweir, pg_temp
AS $$
BEGIN
    IF r.close_reason IS NULL OR r.status NOT IN ('settled', 'released') THEN
        RETURN false;
    END IF;
    IF r.status = 'released' THEN
        RETURN num_nonnulls(r.actual_micros, r.consumed_allocation_micros, r.consumed_draws_micros,
                            r.consumed_uncovered_micros, r.overrun_micros, r.adjusted_at) = 0;
    END IF;
    IF NOT coalesce(r.consumed_allocation_micros + r.consumed_draws_micros + r.consumed_uncovered_micros + r.overrun_micros
                    = r.actual_micros
                    AND r.consumed_draws_micros <= r.draws_micros AND r.consumed_uncovered_micros <= r.uncovered_micros,
                    false) THEN
        RETURN false;
    END IF;
    -- A late actual charges a hold that the sweeper or a successor had closed, once. It does not take again what had gone back,
    -- so it may go beyond a hold that is not full.
    IF r.adjusted_at IS NOT NULL THEN
        RETURN r.adjusted_at >= r.closed_at AND r.close_reason IN ('superseded', 'stale_plan', 'overdue');
    END IF;
    -- An actual fills the allocation, then the draws, then uncovered, and only then goes beyond.
    RETURN r.confirmed_at IS NOT NULL
        AND (r.consumed_allocation_micros >= r.allocation_micros
             OR r.consumed_draws_micros + r.consumed_uncovered_micros + r.overrun_micros = 0)
        AND (r.consumed_draws_micros = r.draws_micros
             OR (r.consumed_allocation_micros <= r.allocation_micros AND r.consumed_uncovered_micros + r.overrun_micros = 0))
        AND (r.consumed_uncovered_micros = r.uncovered_micros
             OR (r.consumed_allocation_micros <= r.allocation_micros AND r.overrun_micros = 0))
        AND (r.close_reason <> 'overdue' OR r.actual_micros = r.amount_micros);
END
$$;
ALTER TABLE reservation
    DROP CONSTRAINT reservation_parts,
    DROP CONSTRAINT reservation_lifecycle,
    DROP CONSTRAINT reservation_settled,
    DROP CONSTRAINT reservation_close_reason,
    DROP CONSTRAINT reservation_late_actual,
    DROP CONSTRAINT reservation_filled_in_order,
    DROP CONSTRAINT reservation_swept_in_full,
    ADD CONSTRAINT reservation_sound CHECK (
        allocation_micros + draws_micros + uncovered_micros = amount_micros
        AND CASE WHEN closed_at IS NULL
                 THEN CASE status WHEN 'confirmed' THEN confirmed_at IS NOT NULL
                                  WHEN 'tentative' THEN confirmed_at IS NULL
                                  ELSE false END
                      AND num_nonnulls(close_reason, actual_micros, consumed_allocation_micros, consumed_draws_micros,
                                       consumed_uncovered_micros, overrun_micros, adjusted_at) = 0
                 ELSE closed_hold_is_sound(reservation) END);

ALTER TABLE decision DROP CONSTRAINT decision_plan_file_sha256_check, ALTER COLUMN plan_file_sha256 TYPE sha256_hash;

-- A look for a decision by its id has one index to go by. When the other began with the tenant, too, both cost the same as long as
-- the table was empty, and a plan that was made then and took the wrong one read all decisions of the tenant for each hold.
ALTER TABLE decision
    DROP CONSTRAINT decision_first_under_key,
    ADD CONSTRAINT decision_first_under_key UNIQUE (idempotency_key, tenant_id, source);

-- Claims the heads of a batch's tenants and moves them behind what was stored ahead, in one call: what claim_heads of V18 and an
-- UPDATE after it did. First waits for the transaction that its drafts stand on; that one holds an advisory lock of its own
-- until it ends, so nobody can overtake it. 40001, as for every transaction that came too late.
CREATE FUNCTION advance_heads(behind bigint, tenants text[], sequences bigint[], hashes bytea[], governance bigint[],
                              costs bigint[], watermarks date[], next_sequences bigint[], next_hashes bytea[]) RETURNS void
    LANGUAGE plpgsql
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
        UPDATE ledger_head h SET sequence = t.next_sequence, chain_hash = t.next_hash
        FROM unnest(tenants, sequences, hashes, governance, costs, watermarks, next_sequences, next_hashes)
                 AS t (tenant_id, sequence, chain_hash, governance, cost, watermark, next_sequence, next_hash)
        JOIN ledger_head g ON g.tenant_id = t.tenant_id AND g.chain = 'governance' AND g.sequence = t.governance
        JOIN cost_state s ON s.tenant_id = t.tenant_id AND s.version = t.cost
                          AND s.complete_through IS NOT DISTINCT FROM t.watermark
        WHERE h.tenant_id = t.tenant_id AND h.chain = 'decisions'
          AND h.sequence = t.sequence AND h.chain_hash = t.chain_hash AND NOT h.quarantined
          AND t.next_sequence > t.sequence;
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
DROP FUNCTION claim_heads(bigint, text[], bigint[], bytea[], bigint[], bigint[], date[]);
DROP FUNCTION claim_heads(text[], bigint[], bytea[], bigint[], bigint[], date[]);
