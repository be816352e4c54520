package dev.spendweir.server.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spendweir.canonical.CanonicalJson;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.signature.Ed25519;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An identity provider on this machine: serves its JWK set, remembers every request, and signs whatever it is told to. */
public final class TestIssuer implements AutoCloseable {
    /** Whom its tokens are for. */
    public static final String AUDIENCE = "https://gate.example";

    /** One pair of each kind for the whole test run: RSA keys take long to make. */
    public static final RSAKey RSA = rsa("rsa-1");

    /** Of the same kind, published by nobody. */
    public static final RSAKey FOREIGN = rsa("rsa-1");

    public static final ECKey EC = ec();

    private static final byte[] SEED = new byte[32];

    static {
        Arrays.fill(SEED, (byte) 7);
    }

    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String published = jwks(RSA.toPublicJWK(), EC.toPublicJWK());
    private volatile int status = 200;

    public TestIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestURI().toString());
        byte[] body = published.getBytes(StandardCharsets.UTF_8);
        if (status / 100 == 3) {
            exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        } catch (IOException e) {
            // The reader may have had enough.
            exchange.close();
        }
    }

    private static RSAKey rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ec() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A JWK set. */
    public static String jwks(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(false);
    }

    /** A JWK set with the Ed25519 key {@code ed-1}. */
    public static String edJwks() {
        return "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"ed-1\",\"use\":\"sig\",\"x\":\""
                + encode(Ed25519.publicKey(SEED)) + "\"}]}";
    }

    /** What it answers from now on. */
    public void publish(int newStatus, String body) {
        status = newStatus;
        published = body;
    }

    /** Its address, which is its {@code iss} too. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public String jwksUrl() {
        return url() + "/jwks";
    }

    /** The paths that were asked for, in order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Good claims of a person. */
    public JsonObject claims(String subject) {
        return claims(url(), subject);
    }

    /** Good claims in the name of any issuer. */
    public static JsonObject claims(String issuer, String subject) {
        long now = Instant.now().getEpochSecond();
        return JsonObject.builder()
                .put("iss", issuer)
                .put("aud", AUDIENCE)
                .put("sub", subject)
                .put("iat", now)
                .put("nbf", now)
                .put("exp", now + 600)
                .build();
    }

    /** The claims with a text more, or another. */
    public static JsonObject with(JsonObject claims, String name, String value) {
        return claims.with(name, new JsonString(value));
    }

    /** The claims with a number more, or another. */
    public static JsonObject with(JsonObject claims, String name, long value) {
        return claims.with(name, JsonNumber.of(value));
    }

    /** A good token. */
    public static String rs256(JsonObject claims) {
        return rsa(JWSAlgorithm.RS256, RSA, "{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"typ\":\"JWT\"}", text(claims));
    }

    /** A token with an RSA signature over any texts. */
    public static String rsa(JWSAlgorithm algorithm, RSAKey key, String header, String claims) {
        String input = encode(header) + "." + encode(claims);
        try {
            return input + "."
                    + new RSASSASigner(key).sign(new JWSHeader(algorithm), input.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token with an ECDSA signature. */
    public static String es256(String header, String claims) {
        String input = encode(header) + "." + encode(claims);
        try {
            return input + "."
                    + new ECDSASigner(EC)
                            .sign(new JWSHeader(JWSAlgorithm.ES256), input.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token with an Ed25519 signature of {@code ed-1}. */
    public static String ed25519(String header, String claims) {
        return ed25519Parts(encode(header), encode(claims));
    }

    /** As {@link #ed25519}, over parts that are encoded already. */
    static String ed25519Parts(String header, String claims) {
        String input = header + "." + claims;
        byte[] signature = Ed25519.sign(SEED, Ed25519.publicKey(SEED), input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + encode(signature);
    }

    /** A good token of the issuer with the Ed25519 key. */
    public static String eddsa(JsonObject claims) {
        return ed25519("{\"alg\":\"EdDSA\",\"kid\":\"ed-1\"}", text(claims));
    }

    /** A token with an HMAC under these bytes as the secret. */
    public static String hs256(byte[] secret, String header, String claims) {
        String input = encode(header) + "." + encode(claims);
        try {
            return input + "."
                    + new MACSigner(secret)
                            .sign(new JWSHeader(JWSAlgorithm.HS256), input.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String text(JsonObject object) {
        return CanonicalJson.text(object);
    }

    public static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
