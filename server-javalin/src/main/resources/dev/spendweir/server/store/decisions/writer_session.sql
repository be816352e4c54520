-- What enter.sql says of every transaction, and why, once for a connection that only the writer uses; and the first lock of its turns.
SELECT set_config('application_name', 'spendweir writer', false),
       set_config('synchronous_commit', 'on', false),
       set_config('enable_seqscan', 'off', false), set_config('enable_hashjoin', 'off', false),
       set_config('enable_mergejoin', 'off', false), set_config('enable_sort', 'off', false),
       set_config('enable_bitmapscan', 'off', false),
       set_config('plan_cache_mode', 'force_generic_plan', false),
       pg_advisory_lock(?)
