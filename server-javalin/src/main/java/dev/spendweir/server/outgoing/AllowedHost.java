package dev.spendweir.server.outgoing;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One host that the server may call. Immutable.
 *
 * @param host lower-case, in its ASCII form; an IPv6 literal without brackets
 * @param port 1..65535
 * @param privateAddresses whether it may lie in a network that is not public
 */
public record AllowedHost(String host, int port, boolean privateAddresses) {
    /** RFC 9110: the port of https. */
    static final int HTTPS_PORT = 443;

    /** RFC 1035: a name has at most 253 characters, a little more with what is written around it. */
    private static final int LONGEST = 300;

    private static final String PRIVATE = "+private";
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?" + "(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]{2,45}");

    /**
     * Reads {@code host}, {@code host:port}, {@code [IPv6]:port}, each with {@code +private} after it for a host whose
     * addresses are not public.
     *
     * @return empty for anything else
     */
    public static Optional<AllowedHost> parse(String text) {
        boolean privateAddresses = text.endsWith(PRIVATE);
        String authority = privateAddresses ? text.substring(0, text.length() - PRIVATE.length()) : text;
        return authority(authority).map(at -> new AllowedHost(at.host(), at.port(), privateAddresses));
    }

    /** A host and a port. */
    record Authority(String host, int port) {
        /** As it stands in a URL of a scheme with this port. */
        String text(int defaultPort) {
            String name = host.contains(":") ? "[" + host + "]" : host;
            return port == defaultPort ? name : name + ":" + port;
        }
    }

    /** The host and port of an authority without user information; the port of https when it names none. */
    static Optional<Authority> authority(String text) {
        return authority(text, HTTPS_PORT);
    }

    static Optional<Authority> authority(String text, int defaultPort) {
        int bracket = text.startsWith("[") ? text.indexOf(']') : 0;
        int colon = bracket < 0 ? -1 : text.indexOf(':', bracket);
        String port = colon < 0 ? Integer.toString(defaultPort) : text.substring(colon + 1);
        Optional<String> host = bracket < 0 ? Optional.empty() : host(colon < 0 ? text : text.substring(0, colon));
        return PORT.matcher(port).matches() && Integer.parseInt(port) <= HIGHEST_PORT
                ? host.map(name -> new Authority(name, Integer.parseInt(port)))
                : Optional.empty();
    }

    /** The form in which hosts are compared: ASCII by IDNA, lower-case. */
    private static Optional<String> host(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        if (text.startsWith("[")) {
            String literal =
                    text.endsWith("]") ? text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT) : "";
            return literal.contains(":") && IPV6.matcher(literal).matches() ? Optional.of(literal) : Optional.empty();
        }
        try {
            String ascii = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return NAME.matcher(ascii).matches() ? Optional.of(ascii) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
