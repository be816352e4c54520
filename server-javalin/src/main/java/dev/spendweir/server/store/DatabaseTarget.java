package dev.spendweir.server.store;

/**
 * A PostgreSQL database and who enters it. Either login may be a member of its role ({@code spendweir_app},
 * {@code spendweir_migrator}) instead of being it: every connection takes its role on before anything else.
 *
 * @param url JDBC address without user or password
 * @param app login of the running server
 * @param migrator login that changes the schema, at start only
 */
public record DatabaseTarget(String url, DatabaseLogin app, DatabaseLogin migrator) {}
