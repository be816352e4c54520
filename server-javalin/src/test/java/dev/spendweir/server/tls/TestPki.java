package dev.spendweir.server.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Real certificates, made for a test: EC keys, signed by authorities of its own. */
public final class TestPki {
    private static final AtomicLong SERIALS = new AtomicLong(1);
    private static final AlgorithmIdentifier ECDSA = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    private static final Duration DAY = Duration.ofDays(1);

    private TestPki() {}

    /** A certificate with its key, and what stands above it. */
    public record Issued(X509Certificate certificate, PrivateKey key, List<X509Certificate> above) {
        /** Writes the certificate, and those above it, as PEM. */
        public Path writeChain(Path file) {
            StringBuilder pem = new StringBuilder(pem("CERTIFICATE", encoded(certificate)));
            above.forEach(one -> pem.append(pem("CERTIFICATE", encoded(one))));
            return write(file, pem.toString());
        }

        /** Writes the private key as PKCS#8 in PEM. */
        public Path writeKey(Path file) {
            return write(file, pem("PRIVATE KEY", key.getEncoded()));
        }
    }

    /** What a certificate says. */
    public record Spec(
            List<KeyPurposeId> usages, List<GeneralName> names, boolean authority, Instant from, Instant until) {
        /** For clients, from yesterday until tomorrow. */
        public static Spec client(GeneralName... names) {
            return new Spec(
                    List.of(KeyPurposeId.id_kp_clientAuth),
                    List.of(names),
                    false,
                    Instant.now().minus(DAY),
                    Instant.now().plus(DAY));
        }

        /** The same for these uses. */
        public Spec usedFor(KeyPurposeId... purposes) {
            return new Spec(List.of(purposes), names, authority, from, until);
        }

        /** The same for another time. */
        public Spec within(Instant begin, Instant end) {
            return new Spec(usages, names, authority, begin, end);
        }

        /** The same, for somebody who issues others. */
        public Spec forAuthority() {
            return new Spec(usages, names, true, from, until);
        }
    }

    /** A SPIFFE ID, or another URI. */
    public static GeneralName uri(String uri) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
    }

    /** A DNS name. */
    public static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    /** An IP address. */
    public static GeneralName ip(String address) {
        return new GeneralName(GeneralName.iPAddress, address);
    }

    /** An authority that signs itself. */
    public static Issued authority(String name) {
        KeyPair keys = keys();
        Spec spec = Spec.client().usedFor().forAuthority();
        return new Issued(sign(name, keys, name, keys.getPrivate(), spec), keys.getPrivate(), List.of());
    }

    /** A certificate that an authority issues. */
    public static Issued issue(Issued by, Spec spec) {
        KeyPair keys = keys();
        String issuer = by.certificate().getSubjectX500Principal().getName();
        X509Certificate made = sign("CN=issued", keys, issuer, by.key(), spec);
        return new Issued(made, keys.getPrivate(), List.of(by.certificate()));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate sign(String subject, KeyPair keys, String issuer, PrivateKey issuerKey, Spec spec) {
        try {
            V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
            generator.setSerialNumber(new ASN1Integer(SERIALS.getAndIncrement()));
            generator.setIssuer(new X500Name(issuer));
            generator.setSubject(new X500Name(subject));
            generator.setStartDate(new Time(Date.from(spec.from())));
            generator.setEndDate(new Time(Date.from(spec.until())));
            generator.setSubjectPublicKeyInfo(
                    SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
            generator.setSignature(ECDSA);
            generator.setExtensions(extensions(spec).generate());
            TBSCertificate body = generator.generateTBSCertificate();
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(issuerKey);
            signature.update(body.getEncoded("DER"));
            byte[] whole = new DERSequence(new ASN1Encodable[] {body, ECDSA, new DERBitString(signature.sign())})
                    .getEncoded("DER");
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ExtensionsGenerator extensions(Spec spec) throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(spec.authority()));
        if (!spec.usages().isEmpty()) {
            extensions.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(spec.usages().toArray(KeyPurposeId[]::new)));
        }
        if (!spec.names().isEmpty()) {
            extensions.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(spec.names().toArray(GeneralName[]::new)));
        }
        return extensions;
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What trusts the authority right above a certificate, and nothing else. */
    public static TrustManager[] trusting(Issued issued) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("web", issued.above().get(0));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust.getTrustManagers();
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
