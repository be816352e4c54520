package dev.spendweir.server.config;

import org.jspecify.annotations.Nullable;

/**
 * An external PostgreSQL.
 *
 * @param url JDBC URL; null: the embedded one of profile dev
 * @param user runtime role
 * @param migratorUser role that may change the schema; null: the schema must be current already
 * @param poolSize 2..200 connections
 */
public record DatabaseSettings(
        @Nullable String url,
        String user,
        @Nullable Secret password,
        @Nullable String migratorUser,
        @Nullable Secret migratorPassword,
        int poolSize) {}
