package dev.spendweir.server.tls;

import dev.spendweir.server.StartupException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys in PEM files. A message names the file and never shows what is in it. */
final class PemFile {
    /** Some hundred certificates; a larger file is the wrong one. */
    private static final int MAX_BYTES = 1 << 20;

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** What TLS servers sign with; PKCS#8 says which it is, the JDK wants to be told. */
    private static final List<String> ALGORITHMS = List.of("EC", "RSA");

    private PemFile() {}

    /**
     * The certificates of a file, in their order, at least one.
     *
     * @throws StartupException when the file cannot be read or holds none
     */
    static List<X509Certificate> certificates(Path file) {
        try {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes(file)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (CertificateException e) {
            throw new StartupException(file + " holds no X.509 certificates in PEM", e);
        }
        throw new StartupException(file + " holds no X.509 certificates in PEM", null);
    }

    /**
     * The private key of a file.
     *
     * @throws StartupException when the file cannot be read or holds no EC or RSA key in PKCS#8 that is not encrypted
     */
    static PrivateKey privateKey(Path file) {
        Matcher block = PRIVATE_KEY.matcher(new String(bytes(file), StandardCharsets.US_ASCII));
        if (block.find()) {
            byte[] der = decoded(block.group(1));
            for (String algorithm : ALGORITHMS) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
                } catch (GeneralSecurityException e) {
                    // Of another algorithm, or none; the message below says both.
                }
            }
        }
        throw new StartupException(
                file
                        + " holds no EC or RSA private key as PKCS#8 in PEM (BEGIN PRIVATE KEY); openssl pkcs8 -topk8 -nocrypt"
                        + " makes one of others",
                null);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // No key of any kind: the caller says so.
            return new byte[0];
        }
    }

    /** Whether a private key is that of a certificate: what it signs, the certificate verifies. */
    static boolean isKeyOf(PrivateKey key, X509Certificate certificate) {
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            byte[] message = "spendweir".getBytes(StandardCharsets.US_ASCII);
            signature.initSign(key);
            signature.update(message);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // Of another algorithm than the certificate's.
            return false;
        }
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new StartupException(file + " is larger than " + MAX_BYTES + " bytes", null);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new StartupException(file + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
