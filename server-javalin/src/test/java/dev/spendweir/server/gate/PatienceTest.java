package dev.spendweir.server.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.server.store.StoreUnavailableException.Kind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration WAIT = Duration.ofSeconds(2);

    @Test
    void deadlineFarAway_theWaitEndsIt() {
        Patience patience = Patience.of(NOW, WAIT, NOW.plusSeconds(10));

        assertThat(patience.left(NOW.plusMillis(500))).isEqualTo(Duration.ofMillis(1500));
        assertThat(patience.over().kind()).isEqualTo(Kind.LOCK_TIMEOUT);
    }

    @Test
    void deadlineFirst_endsIt() {
        Patience patience = Patience.of(NOW, WAIT, NOW.plusSeconds(1));

        assertThat(patience.left(NOW)).isEqualTo(Duration.ofSeconds(1));
        assertThat(patience.over().kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void deadlineAtItsEnd_isNotFirst() {
        assertThat(Patience.of(NOW, WAIT, NOW.plus(WAIT)).over().kind()).isEqualTo(Kind.LOCK_TIMEOUT);
    }

    @Test
    void afterItsEnd_nothingIsLeft() {
        assertThat(Patience.of(NOW, WAIT, NOW.plusSeconds(10)).left(NOW.plusSeconds(3)))
                .isEqualTo(Duration.ZERO);
    }
}
