-- The ring of keys that signs approval tokens (spec 2.2). One ring for all tenants: no row belongs to any of them.

CREATE TABLE token_key (
    kid                 text PRIMARY KEY CHECK (length(kid) BETWEEN 1 AND 128),
    ordinal             bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    algorithm           text NOT NULL CHECK (algorithm IN ('EdDSA', 'Ed25519')),
    public_key          bytea NOT NULL CHECK (octet_length(public_key) = 32),
    -- AES-256-GCM under a key that the database never sees: 12 bytes of nonce, then ciphertext and tag.
    sealed_private_key  bytea NOT NULL CHECK (octet_length(sealed_private_key) = 60),
    status              text NOT NULL CHECK (status IN ('next', 'active', 'retiring', 'retired')),
    created_at          timestamptz(3) NOT NULL,
    stopped_signing_at  timestamptz(3),
    CONSTRAINT token_key_signs CHECK (status <> 'active' OR stopped_signing_at IS NULL)
);
CREATE UNIQUE INDEX token_key_one_active ON token_key (status) WHERE status = 'active';

-- A retired key never comes back; everything but a key's place in its life is as it was made.
CREATE FUNCTION refuse_change_of_retired_key() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    RAISE EXCEPTION 'key % is retired', OLD.kid USING ERRCODE = 'object_not_in_prerequisite_state';
END
$$;
CREATE TRIGGER retired_is_retired BEFORE UPDATE ON token_key
    FOR EACH ROW WHEN (OLD.status = 'retired') EXECUTE FUNCTION refuse_change_of_retired_key();

GRANT SELECT, INSERT ON token_key TO spendweir_app;
GRANT UPDATE (status, stopped_signing_at) ON token_key TO spendweir_app;
GRANT SELECT (kid, ordinal, algorithm, public_key, status, created_at, stopped_signing_at) ON token_key
    TO spendweir_auditor;
