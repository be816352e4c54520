package dev.spendweir.server.config;

import dev.spendweir.server.config.ConfigException.Code;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What each profile needs and forbids (spec 9.1): a combination that weakens a control stops the start. */
final class ProfileRules {

    private ProfileRules() {}

    static void check(ServerConfig config, RawConfig raw) {
        forbid(
                raw.isSet(ConfigKey.TOKENS_KEY_FILE) && raw.isSet(ConfigKey.TOKENS_ENCRYPTION_KEY),
                raw,
                ConfigKey.TOKENS_KEY_FILE,
                "is the one key, tokens.encryption_key asks for a ring of keys; remove one of the two");
        for (ConfigKey key :
                new ConfigKey[] {ConfigKey.TLS_CERTIFICATE_FILE, ConfigKey.TLS_KEY_FILE, ConfigKey.TLS_CLIENTS_FILE}) {
            forbid(
                    raw.isSet(key) && !raw.isSet(ConfigKey.TLS_PORT),
                    raw,
                    key,
                    "has no effect without tls.port; set tls.port or remove it");
        }
        switch (config.profile()) {
            case DEV -> checkDev(raw);
            case PROD -> checkProd(config, raw);
        }
    }

    private static void checkDev(RawConfig raw) {
        if (!raw.isSet(ConfigKey.DB_URL)) {
            for (ConfigKey key : new ConfigKey[] {
                ConfigKey.DB_USER, ConfigKey.DB_PASSWORD, ConfigKey.DB_MIGRATOR_USER, ConfigKey.DB_MIGRATOR_PASSWORD
            }) {
                forbid(raw.isSet(key), raw, key, "has no effect without db.url; set db.url or remove it");
            }
        }
        forbid(
                raw.isSet(ConfigKey.DB_URL) && raw.isSet(ConfigKey.DATA_DIR),
                raw,
                ConfigKey.DATA_DIR,
                "has no effect with db.url; remove one of the two");
    }

    private static void checkProd(ServerConfig config, RawConfig raw) {
        forbidLoopback(raw);
        forbid(!raw.isSet(ConfigKey.DB_URL), raw, ConfigKey.DB_URL, "is needed in profile prod; set SPENDWEIR_DB_URL");
        forbid(
                raw.isSet(ConfigKey.DATA_DIR),
                raw,
                ConfigKey.DATA_DIR,
                "belongs to the embedded PostgreSQL, which profile prod does not start; remove it");
        forbid(
                !verifiesServer(config.database().url()),
                raw,
                ConfigKey.DB_URL,
                "must say sslmode=verify-full in profile prod; append it to the URL's parameters");
        forbid(
                !raw.isSet(ConfigKey.LEDGER_KEY_FILE),
                raw,
                ConfigKey.LEDGER_KEY_FILE,
                "is needed in profile prod; make a key with openssl genpkey -algorithm ed25519 -out FILE");
        forbid(
                !raw.isSet(ConfigKey.TOKENS_KEY_FILE) && !raw.isSet(ConfigKey.TOKENS_ENCRYPTION_KEY),
                raw,
                ConfigKey.TOKENS_ENCRYPTION_KEY,
                "or tokens.key_file is needed in profile prod, where a key must outlive the server;"
                        + " make one with: openssl rand -base64 32");
    }

    /** Http to the own machine is for those who try things out. */
    private static void forbidLoopback(RawConfig raw) {
        forbid(
                raw.isTrue(ConfigKey.OUTGOING_LOOPBACK_HTTP),
                raw,
                ConfigKey.OUTGOING_LOOPBACK_HTTP,
                "is for profile dev alone; remove it and use https");
    }

    private static boolean verifiesServer(@Nullable Secret address) {
        String url = address == null ? "" : address.reveal();
        int query = url.indexOf('?');
        String parameters = query < 0 ? "" : url.substring(query + 1).toLowerCase(Locale.ROOT);
        return ("&" + parameters + "&").contains("&sslmode=verify-full&");
    }

    private static void forbid(boolean forbidden, RawConfig raw, ConfigKey key, String why) {
        if (forbidden) {
            throw new ConfigException(Code.CONFIG_FORBIDDEN, raw.origin(key) + ": " + key.wireName() + " " + why);
        }
    }
}
