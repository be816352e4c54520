-- Whoever logs in to migrate, the schema belongs to this role.
SET ROLE spendweir_migrator;
