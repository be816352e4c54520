package dev.spendweir.server.tls;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.spendweir.canonical.Sha256Hex;
import dev.spendweir.server.auth.Identity;
import dev.spendweir.server.store.people.ActorDirectory;
import dev.spendweir.server.store.people.ActorDirectory.Standing;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Service identities by client certificates (spec 4.1): the certificate says which service of which tenant it is, and the
 * tenant's list of actors what that may do. A service that is not listed, or is disabled, is nobody. Thread-safe.
 */
public final class ClientCertificates {
    private static final Logger LOG = LoggerFactory.getLogger(ClientCertificates.class);

    /** A verified certificate is not verified again for so long, as a token of an identity provider. */
    private static final Duration BELIEVED = Duration.ofSeconds(60);

    /** More services than call one server within a minute. */
    private static final int MAX_CACHED = 10_000;

    private final List<TrustedClients> trusted;
    private final ActorDirectory directory;
    private final Clock clock;
    private final Cache<String, Service> services = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(BELIEVED)
            .build();

    private record Service(String tenantId, String name) {}

    ClientCertificates(List<TrustedClients> trusted, ActorDirectory directory, Clock clock) {
        this.trusted = List.copyOf(trusted);
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * The identity behind the certificates of a connection.
     *
     * @param chain the client's own certificate first, at least that one
     * @return empty when it is nobody's here; which of the reasons it is is not told to the caller
     * @throws dev.spendweir.server.store.StoreUnavailableException when nothing is known and the store cannot be asked
     */
    public Optional<Identity> authenticate(List<X509Certificate> chain) {
        Instant now = clock.instant();
        X509Certificate own = chain.get(0);
        Optional<Service> service = isInTime(own, now) ? service(chain, now) : Optional.empty();
        if (service.isEmpty()) {
            LOG.info("a client certificate was refused: it names no service of those that are trusted");
            return Optional.empty();
        }
        Optional<Identity> identity = service.flatMap(this::listed);
        if (identity.isEmpty()) {
            LOG.info(
                    "a client certificate was refused: {} is no active actor of its tenant",
                    service.get().name());
        }
        return identity;
    }

    private static boolean isInTime(X509Certificate own, Instant now) {
        return !now.isBefore(own.getNotBefore().toInstant())
                && !now.isAfter(own.getNotAfter().toInstant());
    }

    private Optional<Service> service(List<X509Certificate> chain, Instant now) {
        String key;
        try {
            key = Sha256Hex.of(chain.get(0).getEncoded());
        } catch (CertificateEncodingException e) {
            return Optional.empty();
        }
        Service known = services.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        for (TrustedClients clients : trusted) {
            Optional<String> name = clients.service(chain, now);
            if (name.isPresent()) {
                Service found = new Service(clients.tenantId(), name.get());
                services.put(key, found);
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private Optional<Identity> listed(Service service) {
        return directory
                .find(service.tenantId(), service.name())
                .filter(Standing.Listed.class::isInstance)
                .map(Standing.Listed.class::cast)
                .filter(Standing.Listed::active)
                .map(actor -> new Identity(
                        service.tenantId(),
                        actor.actorId(),
                        actor.role(),
                        actor.permissions(),
                        List.of(actor.binding())));
    }
}
