-- Two servers may start at once: a role that appears between the look and the CREATE is as good as ours.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['spendweir_app', 'spendweir_migrator', 'spendweir_auditor'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', wanted);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;
            END;
        END IF;
    END LOOP;
    IF NOT pg_has_role(current_user, 'spendweir_migrator', 'MEMBER') THEN
        EXECUTE format('GRANT spendweir_migrator TO %I', current_user);
    END IF;
    IF NOT pg_has_role(current_setting('spendweir.app_login'), 'spendweir_app', 'MEMBER') THEN
        EXECUTE format('GRANT spendweir_app TO %I', current_setting('spendweir.app_login'));
    END IF;
END
$$;
