package dev.spendweir.cli.client;

import dev.spendweir.cli.CliException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;

/**
 * Where a server is: {@code http} or {@code https}, a host, an optional port and path prefix; no user, query or fragment.
 *
 * @param uri the address without a trailing slash
 */
public record ServerAddress(URI uri) {

    public ServerAddress {
        Objects.requireNonNull(uri, "uri");
    }

    /**
     * Reads an address as a user writes it.
     *
     * @throws CliException (usage) when it is none
     */
    public static ServerAddress parse(String text) {
        String trimmed = text.strip().replaceAll("/+$", "");
        try {
            URI uri = new URI(trimmed);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
            if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null && plain) {
                return new ServerAddress(uri);
            }
        } catch (URISyntaxException e) {
            // Said below: the exception's own text would repeat a password in the address.
        }
        throw CliException.usage(
                "the server's address is not one",
                "write it as https://gate.example.com or http://127.0.0.1:8080, without user, query or fragment");
    }

    /** The address of a path that begins with a slash; the path must be escaped already. */
    public URI path(String path) {
        return URI.create(uri + path);
    }

    /** Whether an API key would cross a network in the clear. */
    public boolean isUnprotected() {
        return "http".equalsIgnoreCase(uri.getScheme()) && !isLoopback();
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(uri.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
