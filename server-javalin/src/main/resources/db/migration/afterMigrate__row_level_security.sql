-- Row-level security and the auditor's rights for every table of a tenant that there is. This file names no table, so none
-- can be forgotten; it runs after every migration and touches only what is not yet as it must be. The setting is read by a
-- query of its own, which PostgreSQL runs once a statement instead of once a row.

DO $$
DECLARE
    tenant_table regclass;
BEGIN
    FOR tenant_table IN
        SELECT c.oid::regclass
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
        WHERE c.relnamespace = 'spendweir'::regnamespace
          AND c.relkind IN ('r', 'p')
          AND NOT c.relispartition
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity
                   AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'own_tenant')
                   AND has_table_privilege('spendweir_auditor', c.oid, 'SELECT'))
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('DROP POLICY IF EXISTS own_tenant ON %s', tenant_table);
        EXECUTE format('CREATE POLICY own_tenant ON %s'
                       ' USING (tenant_id = (SELECT nullif(current_setting(''spendweir.tenant_id'', true), '''')))'
                       ' WITH CHECK (tenant_id = (SELECT nullif(current_setting(''spendweir.tenant_id'', true), '''')))',
                       tenant_table);
        EXECUTE format('GRANT SELECT ON %s TO spendweir_auditor', tenant_table);
    END LOOP;
END
$$;
GRANT USAGE ON SCHEMA spendweir TO spendweir_app, spendweir_auditor;
SELECT spendweir.ensure_ledger_partitions(2);
