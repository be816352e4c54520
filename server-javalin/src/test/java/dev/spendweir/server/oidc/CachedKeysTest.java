package dev.spendweir.server.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.SetClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CachedKeysTest {
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final SetClock clock = new SetClock();
    private final AtomicInteger readings = new AtomicInteger();
    private volatile String published = TestIssuer.jwks(TestIssuer.RSA.toPublicJWK());
    private final CachedKeys keys = new CachedKeys("test", this::read, PAUSE, clock);

    private byte[] read() throws IOException {
        readings.incrementAndGet();
        if (published.isEmpty()) {
            throw new IOException("away");
        }
        return published.getBytes(StandardCharsets.UTF_8);
    }

    private List<TrustedKey> rsa(String kid) {
        return keys.candidates(kid, JwtAlgorithm.RS256);
    }

    @Test
    void keys_areReadOnce_andAgainAfterFiveMinutes() {
        assertThat(rsa("rsa-1")).hasSize(1);
        assertThat(rsa("rsa-1")).hasSize(1);
        assertThat(readings).hasValue(1);
        clock.advance(CachedKeys.REFRESH_AFTER);
        assertThat(rsa("rsa-1")).hasSize(1);
        assertThat(readings).hasValue(2);
    }

    @Test
    void unknownKid_readsAgain_atMostOnceAPause() {
        assertThat(rsa("rsa-1")).hasSize(1);
        for (int i = 0; i < 100; i++) {
            assertThat(rsa("kid-" + i)).isEmpty();
        }
        assertThat(readings).hasValue(1);
        clock.advance(PAUSE);
        for (int i = 0; i < 100; i++) {
            assertThat(rsa("kid-" + i)).isEmpty();
        }
        assertThat(readings).hasValue(2);
    }

    @Test
    void newKey_isFound_andAWithdrawnOneEnds() {
        assertThat(rsa("rsa-1")).hasSize(1);
        published = TestIssuer.jwks(TestIssuer.EC.toPublicJWK());
        clock.advance(PAUSE);
        assertThat(keys.candidates("ec-1", JwtAlgorithm.ES256)).hasSize(1);
        assertThat(rsa("rsa-1")).isEmpty();
    }

    @Test
    void knownKeys_outliveTheirSource_forAnHour() {
        assertThat(rsa("rsa-1")).hasSize(1);
        published = "";
        clock.advance(CachedKeys.KEPT_WHILE_SOURCE_IS_AWAY.minusMillis(1));
        assertThat(rsa("rsa-1")).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        assertUnavailable();
        int before = readings.get();
        assertUnavailable();
        assertThat(readings).hasValue(before);
        published = TestIssuer.jwks(TestIssuer.RSA.toPublicJWK());
        clock.advance(CachedKeys.PAUSE_AFTER_FAILURE);
        assertThat(rsa("rsa-1")).hasSize(1);
    }

    @Test
    void sourceThatNeverAnswered_orAnswersNonsense_isUnavailable() {
        for (String nonsense :
                List.of("", "no json", "[]", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}")) {
            published = nonsense;
            assertUnavailable();
            clock.advance(PAUSE);
        }
    }

    @Test
    void manyCallersAtOnce_causeOneReading() throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> found = IntStream.range(0, 8)
                    .mapToObj(i -> pool.submit(() -> {
                        begin.await();
                        return rsa("rsa-1").size();
                    }))
                    .toList();
            begin.countDown();
            for (Future<Integer> each : found) {
                assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo(1);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(readings).hasValue(1);
    }

    @Test
    void tokenWithoutKid_getsAKeyOnlyWithoutChoice() {
        assertThat(keys.candidates(null, JwtAlgorithm.RS256)).hasSize(1);
        published = TestIssuer.jwks(TestIssuer.RSA.toPublicJWK(), TestIssuer.FOREIGN.toPublicJWK());
        clock.advance(CachedKeys.REFRESH_AFTER);
        assertThat(keys.candidates(null, JwtAlgorithm.RS256)).isEmpty();
    }

    private void assertUnavailable() {
        assertThatThrownBy(() -> rsa("rsa-1"))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE));
    }
}
