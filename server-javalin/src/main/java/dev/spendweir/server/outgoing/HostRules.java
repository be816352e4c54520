package dev.spendweir.server.outgoing;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.outgoing.AllowedHost.Authority;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which URLs the server may call (spec 5.1: an allow-listed host set, https, no redirects). A host is compared whole, in its
 * ASCII form and lower-case, together with its port; what its name leads to must be public unless the entry says
 * otherwise. Immutable.
 *
 * <p>That a name leads somewhere else a moment later gains an attacker nothing: the connection is TLS, and what answers
 * must hold a certificate for the allowed name.
 */
public final class HostRules {
    /** Entry that allows every host with a name and public addresses, on the port of https. */
    public static final String ANY_PUBLIC = "*";

    /** Longer than any URL of HCP Terraform or of a chat system; a bound on what is parsed and stored. */
    public static final int LONGEST_URL = 2048;

    private static final int HTTP_PORT = 80;

    /** What may stand in a URL beside its host: visible ASCII. */
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]*");

    /** A host that a resolver may take for an IPv4 address: its last label is a number, decimal or hexadecimal. */
    private static final Pattern NUMBER_AT_END = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)");

    private final List<AllowedHost> hosts;
    private final boolean anyPublic;
    private final boolean loopbackHttp;
    private final Resolver resolver;

    /** Finds the addresses of a name. */
    @FunctionalInterface
    public interface Resolver {
        /**
         * All addresses.
         *
         * @throws UnknownHostException when there are none
         */
        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    private HostRules(List<AllowedHost> hosts, boolean anyPublic, boolean loopbackHttp, Resolver resolver) {
        this.hosts = List.copyOf(hosts);
        this.anyPublic = anyPublic;
        this.loopbackHttp = loopbackHttp;
        this.resolver = resolver;
    }

    /**
     * Reads a list of hosts, separated by commas.
     *
     * @param mayBeAny whether {@code *} is an entry
     * @param loopbackHttp whether {@code http} to this machine is allowed too, for a developer and for tests
     * @return empty when an entry is malformed
     */
    public static Optional<HostRules> parse(String list, boolean mayBeAny, boolean loopbackHttp) {
        List<AllowedHost> hosts = new ArrayList<>();
        boolean any = false;
        for (String entry : Arrays.stream(list.split(",")).map(String::strip).toList()) {
            Optional<AllowedHost> host = AllowedHost.parse(entry);
            if (mayBeAny && entry.equals(ANY_PUBLIC)) {
                any = true;
            } else if (host.isPresent()) {
                hosts.add(host.get());
            } else if (!entry.isEmpty()) {
                return Optional.empty();
            }
        }
        return Optional.of(new HostRules(hosts, any, loopbackHttp, InetAddress::getAllByName));
    }

    /** The same rules with another way to find addresses. */
    public HostRules resolving(Resolver other) {
        return new HostRules(hosts, anyPublic, loopbackHttp, other);
    }

    /**
     * The URL as it may be called, its host in the form that was compared. Says nothing about addresses yet.
     *
     * @param pointer where the URL came from, for the finding
     * @throws RejectedException {@code URL_NOT_ALLOWED}
     */
    public URI check(String url, String pointer) {
        return allowed(url)
                .map(Target::uri)
                .orElseThrow(() -> new RejectedException(
                        ErrorCode.URL_NOT_ALLOWED,
                        pointer,
                        "the URL is not https, or its host is not one that this server may call; an operator can add"
                                + " the host to the configuration"));
    }

    /**
     * As {@link #check}, right before the call: the host's addresses are looked up and judged too.
     *
     * @throws OutgoingException {@code NOT_ALLOWED}, or {@code UNREACHABLE} when the name leads nowhere
     */
    URI checkNow(String url) {
        Target target = allowed(url)
                .orElseThrow(() -> new OutgoingException(
                        OutgoingException.Kind.NOT_ALLOWED, "the URL is not one that this server may call"));
        if (!target.privateAddresses() && !leadsToPublicOnly(target.host())) {
            throw new OutgoingException(
                    OutgoingException.Kind.NOT_ALLOWED,
                    "the host " + target.host() + " leads to an address that is not public");
        }
        return target.uri();
    }

    private boolean leadsToPublicOnly(String host) {
        try {
            return Arrays.stream(resolver.addressesOf(host)).allMatch(PublicAddress::isPublic);
        } catch (UnknownHostException e) {
            throw new OutgoingException(OutgoingException.Kind.UNREACHABLE, "the host " + host + " has no address", e);
        }
    }

    private record Target(URI uri, String host, boolean privateAddresses) {}

    private Optional<Target> allowed(String url) {
        URI uri = parse(url);
        if (uri == null || uri.getRawAuthority() == null || uri.getRawFragment() != null || uri.isOpaque()) {
            return Optional.empty();
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "https" -> AllowedHost.authority(uri.getRawAuthority()).flatMap(at -> overTls(uri, at));
            case "http" ->
                AllowedHost.authority(uri.getRawAuthority(), HTTP_PORT).flatMap(at -> inTheClear(uri, at));
            default -> Optional.empty();
        };
    }

    private static @Nullable URI parse(String url) {
        try {
            return url.length() > LONGEST_URL ? null : new URI(url);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private Optional<Target> overTls(URI uri, Authority at) {
        Optional<AllowedHost> entry = hosts.stream()
                .filter(host -> host.host().equals(at.host()) && host.port() == at.port())
                .findFirst();
        if (entry.isPresent()) {
            return target(uri, "https", at, entry.get().privateAddresses());
        }
        boolean isName = at.host().contains(".")
                && !at.host().contains(":")
                && !NUMBER_AT_END.matcher(at.host()).matches();
        return anyPublic && isName && at.port() == AllowedHost.HTTPS_PORT
                ? target(uri, "https", at, false)
                : Optional.empty();
    }

    private Optional<Target> inTheClear(URI uri, Authority at) {
        boolean own = at.host().equals("127.0.0.1") || at.host().equals("::1");
        return loopbackHttp && own ? target(uri, "http", at, true) : Optional.empty();
    }

    private static Optional<Target> target(URI uri, String scheme, Authority at, boolean privateAddresses) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        if (!VISIBLE.matcher(path + query).matches()) {
            return Optional.empty();
        }
        String authority = at.text(scheme.equals("http") ? HTTP_PORT : AllowedHost.HTTPS_PORT);
        return Optional.of(
                new Target(URI.create(scheme + "://" + authority + path + query), at.host(), privateAddresses));
    }
}
