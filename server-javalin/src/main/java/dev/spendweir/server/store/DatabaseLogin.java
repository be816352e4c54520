package dev.spendweir.server.store;

/**
 * A database user and its password. The password never appears in {@link #toString}.
 *
 * @param user the login role
 * @param password may be empty where the server asks for none
 */
public record DatabaseLogin(String user, String password) {
    @Override
    public String toString() {
        return "DatabaseLogin[" + user + "]";
    }
}
