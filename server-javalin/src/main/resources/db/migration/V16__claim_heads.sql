-- The gate's writer inserts entries ahead, while the batch before it is being committed (spec 3.1). Then it claims: locks the
-- heads of its tenants, or fails at once where somebody else has one, and proves that nothing that its decisions hang on has
-- moved. 40001, as for every transaction that came too late.
CREATE FUNCTION claim_heads(tenants text[], sequences bigint[], hashes bytea[], governance bigint[], costs bigint[],
                            watermarks date[]) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    locked integer;
    standing integer;
BEGIN
    PERFORM FROM ledger_head h
    WHERE h.tenant_id = ANY (tenants) AND h.chain = 'decisions'
    FOR UPDATE SKIP LOCKED;
    GET DIAGNOSTICS locked = ROW_COUNT;
    -- A statement of its own: a new budget locks the head and does not move it, and what a statement finds unmoved it shows as
    -- it was before it waited.
    IF locked = cardinality(tenants) THEN
        SELECT count(*) INTO standing
        FROM unnest(tenants, sequences, hashes, governance, costs, watermarks)
            AS t (tenant_id, sequence, chain_hash, governance, cost, watermark)
        JOIN ledger_head h ON h.tenant_id = t.tenant_id AND h.chain = 'decisions'
        JOIN ledger_head g ON g.tenant_id = t.tenant_id AND g.chain = 'governance'
        JOIN cost_state s ON s.tenant_id = t.tenant_id
        WHERE h.sequence = t.sequence AND h.chain_hash = t.chain_hash AND NOT h.quarantined
          AND g.sequence = t.governance AND s.version = t.cost
          AND s.complete_through IS NOT DISTINCT FROM t.watermark;
    END IF;
    IF locked <> cardinality(tenants) OR standing <> cardinality(tenants) THEN
        RAISE EXCEPTION 'a head is locked or has moved' USING ERRCODE = 'serialization_failure';
    END IF;
END
$$;
