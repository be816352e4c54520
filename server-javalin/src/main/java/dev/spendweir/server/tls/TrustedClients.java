package dev.spendweir.server.tls;

import dev.spendweir.reading.TextRules;
import dev.spendweir.server.store.people.ReservedActors;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whose client certificates are taken for one tenant (spec 4.1). Immutable.
 *
 * @param name for the log
 * @param authorities one of them must stand above the certificate
 * @param tenantId whose service it is
 * @param trustDomain of the SPIFFE ID that names the service; null: its DNS name does
 */
record TrustedClients(
        String name,
        List<X509Certificate> authorities,
        String tenantId,
        @Nullable String trustDomain) {

    /** Extended key usage "TLS web client authentication" (RFC 5280, 4.2.1.12). */
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    /** Kinds of subject alternative names (RFC 5280, 4.2.1.6). */
    private static final int DNS_NAME = 2;

    private static final int URI_NAME = 6;

    /** A SPIFFE ID with a path (SPIFFE-ID 2): lower-case trust domain, segments that are neither empty nor dots alone. */
    private static final Pattern SPIFFE =
            Pattern.compile("spiffe://([a-z0-9._-]{1,255})/((?!\\.{1,2}(?:/|$))[A-Za-z0-9._-]+"
                    + "(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._-]+)*)");

    /** The digital signature bit of the key usage (RFC 5280, 4.2.1.3). */
    private static final int DIGITAL_SIGNATURE = 0;

    TrustedClients {
        authorities = List.copyOf(authorities);
    }

    /**
     * The service that a certificate names.
     *
     * @param chain the client's own certificate first
     * @return its actor's name; empty when this is none of these clients
     */
    Optional<String> service(List<X509Certificate> chain, Instant clockTime) {
        X509Certificate own = chain.get(0);
        return isForClients(own) && isIssued(chain, clockTime) ? named(own) : Optional.empty();
    }

    private static boolean isForClients(X509Certificate own) {
        try {
            List<String> usages = own.getExtendedKeyUsage();
            boolean[] keyUsage = own.getKeyUsage();
            return own.getBasicConstraints() < 0
                    && usages != null
                    && usages.contains(CLIENT_AUTH)
                    && (keyUsage == null || keyUsage[DIGITAL_SIGNATURE]);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /** Whether one of our authorities stands above it at that time (RFC 5280, 6.1); revocation lists are not asked. */
    private boolean isIssued(List<X509Certificate> chain, Instant clockTime) {
        Set<TrustAnchor> anchors = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toSet());
        X509CertSelector own = new X509CertSelector();
        own.setCertificate(chain.get(0));
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, own);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(clockTime));
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private Optional<String> named(X509Certificate own) {
        List<String> names = names(own, trustDomain == null ? DNS_NAME : URI_NAME);
        // Of several names none is the service's; SPIFFE wants exactly one URI too.
        if (names.size() != 1) {
            return Optional.empty();
        }
        return trustDomain == null
                ? Optional.of(ReservedActors.SERVICE_PREFIX + TextRules.lowerCase(names.get(0)))
                : spiffe(names.get(0));
    }

    private Optional<String> spiffe(String uri) {
        Matcher id = SPIFFE.matcher(uri);
        return id.matches() && id.group(1).equals(trustDomain)
                ? Optional.of(ReservedActors.SERVICE_PREFIX + id.group(2))
                : Optional.empty();
    }

    private static List<String> names(X509Certificate own, int kind) {
        try {
            Collection<List<?>> all = own.getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream()
                            .filter(name -> name.get(0).equals(kind))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
