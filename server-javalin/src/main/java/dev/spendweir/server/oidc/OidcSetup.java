package dev.spendweir.server.oidc;

import dev.spendweir.server.auth.Authenticator;
import dev.spendweir.server.config.ServerConfig;
import dev.spendweir.server.store.people.ActorDirectory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together what a server needs to take tokens of identity providers, from its configuration. */
public final class OidcSetup {
    private static final Logger LOG = LoggerFactory.getLogger(OidcSetup.class);

    private OidcSetup() {}

    /**
     * What takes the tokens of the configured issuers; empty without {@code oidc.file}.
     *
     * @throws dev.spendweir.server.StartupException when the file cannot be used
     */
    public static Optional<Authenticator> authenticator(ServerConfig config, ActorDirectory directory) {
        Path file = config.oidcFile();
        if (file == null) {
            return Optional.empty();
        }
        List<IssuerSettings> settings = OidcFile.read(file, config.profile());
        settings.forEach(issuer -> LOG.info("tokens of {} are taken ({})", issuer.issuer(), issuer.name()));
        return Optional.of(authenticator(settings, directory, Clock.systemUTC()));
    }

    static Authenticator authenticator(List<IssuerSettings> settings, ActorDirectory directory, Clock clock) {
        List<Issuer> issuers = settings.stream()
                .map(issuer -> new Issuer(issuer, issuer.keys().source(), clock))
                .toList();
        return new OidcAuthenticator(new BearerTokens(issuers, clock), directory);
    }
}
