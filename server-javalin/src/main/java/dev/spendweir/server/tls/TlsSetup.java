package dev.spendweir.server.tls;

import dev.spendweir.server.StartupException;
import dev.spendweir.server.config.TlsSettings;
import dev.spendweir.server.store.people.ActorDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** What the listener with TLS needs, from the server's configuration. Immutable and thread-safe. */
public final class TlsSetup {
    private final TlsSettings settings;
    private final List<X509Certificate> certificates;
    private final List<TrustedClients> clients;

    private TlsSetup(TlsSettings settings, List<TrustedClients> clients) {
        this.settings = settings;
        this.certificates = PemFile.certificates(settings.certificateFile());
        this.clients = clients;
    }

    /**
     * Reads the files.
     *
     * @throws StartupException when one of them cannot be used
     */
    public static TlsSetup of(TlsSettings settings) {
        Path file = settings.clientsFile();
        return new TlsSetup(settings, file == null ? List.of() : ClientsFile.read(file));
    }

    /** The port to listen on; 0: any free one. */
    public int port() {
        return settings.port();
    }

    /** What judges client certificates; null: nobody's are taken. */
    public @Nullable ClientCertificates clientCertificates(ActorDirectory directory) {
        return clients.isEmpty() ? null : new ClientCertificates(clients, directory, Clock.systemUTC());
    }

    /**
     * TLS 1.2 and 1.3. A client may show a certificate; one that none of the authorities issued, or that is not for clients,
     * ends the handshake.
     *
     * @throws StartupException when key and certificate do not fit
     */
    public SslContextFactory.Server context() {
        PrivateKey key = PemFile.privateKey(settings.keyFile());
        if (!PemFile.isKeyOf(key, certificates.get(0))) {
            throw new StartupException(
                    "tls.key_file " + settings.keyFile() + " is not the key of the first certificate in "
                            + settings.certificateFile(),
                    null);
        }
        // Never leaves memory; Java's key stores just want one.
        String password = UUID.randomUUID().toString();
        SslContextFactory.Server context = new SslContextFactory.Server();
        try {
            KeyStore own = empty();
            own.setKeyEntry("server", key, password.toCharArray(), certificates.toArray(Certificate[]::new));
            context.setKeyStore(own);
            context.setKeyStorePassword(password);
            if (!clients.isEmpty()) {
                context.setTrustStore(authorities());
                context.setWantClientAuth(true);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new StartupException("the certificates of tls.* cannot be used: " + e.getMessage(), e);
        }
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        return context;
    }

    private KeyStore authorities() throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int number = 0;
        for (TrustedClients trusted : clients) {
            for (X509Certificate authority : trusted.authorities()) {
                store.setCertificateEntry("authority-" + number++, authority);
            }
        }
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
