package dev.spendweir.server.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an operator gives as {@code SPENDWEIR_DB_URL}: {@code jdbc:postgresql://host:port/db?...} or
 * {@code postgresql://user:password@host:port/db?...}. Credentials are taken out of the address, so that the address may
 * be logged.
 */
public final class DatabaseUrl {
    private static final String JDBC = "jdbc:";

    private DatabaseUrl() {}

    /**
     * The target that the settings name.
     *
     * @param url the address, perhaps with credentials in it
     * @param user the runtime's login; wins over one in the address
     * @param migratorUser login for schema changes; null: the runtime's
     * @throws IllegalArgumentException when the address is none of PostgreSQL's, or names no user; without the password
     */
    public static DatabaseTarget target(
            String url,
            @Nullable String user,
            @Nullable String password,
            @Nullable String migratorUser,
            @Nullable String migratorPassword) {
        Parsed parsed = parse(url);
        String appUser = user != null ? user : parsed.user();
        if (appUser == null) {
            throw new IllegalArgumentException(
                    "SPENDWEIR_DB_URL names no user; add one to it or set SPENDWEIR_DB_USER");
        }
        String appPassword = password != null ? password : parsed.password();
        DatabaseLogin app = new DatabaseLogin(appUser, appPassword == null ? "" : appPassword);
        DatabaseLogin migrator = migratorUser == null
                ? app
                : new DatabaseLogin(migratorUser, migratorPassword == null ? "" : migratorPassword);
        return new DatabaseTarget(parsed.url(), app, migrator);
    }

    private record Parsed(
            String url, @Nullable String user, @Nullable String password) {}

    private static Parsed parse(String url) {
        URI uri = uri(url.startsWith(JDBC) ? url.substring(JDBC.length()) : url);
        boolean postgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
        if (!postgres
                || uri.getRawAuthority() == null
                || uri.getRawPath() == null
                || uri.getRawPath().length() < 2) {
            throw notOurs();
        }
        String authority = uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        String[] userInfo = at < 0 ? new String[0] : authority.substring(0, at).split(":", 2);
        String user = userInfo.length > 0 ? decode(userInfo[0]) : null;
        String password = userInfo.length > 1 ? decode(userInfo[1]) : null;
        List<String> kept = new ArrayList<>();
        for (String parameter :
                uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&")) {
            if (parameter.startsWith("user=")) {
                user = decode(parameter.substring("user=".length()));
            } else if (parameter.startsWith("password=")) {
                password = decode(parameter.substring("password=".length()));
            } else {
                kept.add(parameter);
            }
        }
        String query = kept.isEmpty() ? "" : "?" + String.join("&", kept);
        return new Parsed(
                "jdbc:postgresql://" + authority.substring(at + 1) + uri.getRawPath() + query, user, password);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // The exception's own message would repeat the address with its password.
            throw notOurs();
        }
    }

    private static IllegalArgumentException notOurs() {
        return new IllegalArgumentException("SPENDWEIR_DB_URL must look like postgresql://host:5432/database"
                + " or jdbc:postgresql://host:5432/database");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
