DO $$
BEGIN
    EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L',
                   current_setting('spendweir.role'), current_setting('spendweir.password'));
    PERFORM set_config('spendweir.password', '', false);
END
$$;
