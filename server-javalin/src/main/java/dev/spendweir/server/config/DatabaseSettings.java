package dev.spendweir.server.config;

import org.jspecify.annotations.Nullable;

/**
 * An external PostgreSQL.
 *
 * @param url its address, perhaps with credentials in it; null: the embedded one of profile dev
 * @param user runtime role; null: the address names it
 * @param migratorUser role that may change the schema; null: the runtime role does
 * @param poolSize 2..200 connections
 */
public record DatabaseSettings(
        @Nullable Secret url,
        @Nullable String user,
        @Nullable Secret password,
        @Nullable String migratorUser,
        @Nullable Secret migratorPassword,
        int poolSize) {}
