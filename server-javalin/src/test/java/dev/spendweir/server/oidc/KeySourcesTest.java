package dev.spendweir.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeySourcesTest {
    @TempDir
    Path directory;

    @Test
    void url_isReadOnce_andNeverFollowed() throws IOException {
        try (TestIssuer issuer = new TestIssuer()) {
            UrlKeySource source = new UrlKeySource(URI.create(issuer.jwksUrl()));
            assertThat(TrustedKeys.read(source.read()).keys()).hasSize(2);
            for (int status : new int[] {301, 302, 307, 308, 404, 500, 204}) {
                issuer.publish(status, status == 204 ? "" : "{}");
                assertThatThrownBy(source::read).isInstanceOf(IOException.class).hasMessageContaining("" + status);
            }
            assertThat(issuer.requests()).hasSize(8).containsOnly("/jwks");
        }
    }

    @Test
    void answer_thatIsTooLarge_isNotReadToItsEnd() {
        try (TestIssuer issuer = new TestIssuer()) {
            issuer.publish(200, " ".repeat(KeySource.MAX_BYTES) + "{}");
            assertThatThrownBy(new UrlKeySource(URI.create(issuer.jwksUrl()))::read)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("larger");
        }
    }

    @Test
    void nobodyThere_isAnOrdinaryFailure() {
        String url;
        try (TestIssuer issuer = new TestIssuer()) {
            url = issuer.jwksUrl();
        }
        assertThatThrownBy(new UrlKeySource(URI.create(url))::read).isInstanceOf(IOException.class);
    }

    @Test
    void file_isReadAnew_andBounded() throws IOException {
        Path file = directory.resolve("jwks.json");
        FileKeySource source = new FileKeySource(file);
        assertThatThrownBy(source::read).isInstanceOf(IOException.class);
        Files.writeString(file, TestIssuer.edJwks());
        assertThat(TrustedKeys.read(source.read()).candidates("ed-1", JwtAlgorithm.EDDSA))
                .hasSize(1);
        Files.write(file, new byte[KeySource.MAX_BYTES + 1]);
        assertThatThrownBy(source::read).isInstanceOf(IOException.class);
    }

    /** JWKs that must not become keys. */
    static Stream<String> useless() {
        RSAKey rsa = TestIssuer.RSA;
        return Stream.of(
                rsa.toJSONString(),
                "{\"kty\":\"oct\",\"kid\":\"x\",\"k\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\"}",
                new RSAKey.Builder(rsa.toPublicJWK())
                        .keyUse(KeyUse.ENCRYPTION)
                        .build()
                        .toJSONString(),
                new RSAKey.Builder(rsa.toPublicJWK())
                        .algorithm(new Algorithm("RS384"))
                        .build()
                        .toJSONString(),
                "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"" + TestIssuer.encode(new byte[] {1, 2, 3, 5}) + "\"}",
                "{\"kty\":\"RSA\",\"e\":\"AQ\",\"n\":\"AQ\"}",
                "{\"kty\":\"RSA\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}",
                "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\",\"y\":\"AA\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + TestIssuer.encode(new byte[32]) + "\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"}",
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + TestIssuer.encode(new byte[32]) + "\"}",
                "{\"kty\":\"none\"}",
                "{}");
    }

    @ParameterizedTest
    @MethodSource("useless")
    void jwk_ofNoUse_isLeftOut(String jwk) {
        assertThat(TrustedKey.of(jwk)).isEmpty();
    }
}
