package dev.spendweir.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight bound = new InFlight(1);

    @Test
    void place_isTakenUntilTheCallIsOver() {
        CompletableFuture<String> first = new CompletableFuture<>();
        CompletableFuture<String> inside = bound.tryStart(() -> first).orElseThrow();
        assertThat(bound.inside()).isOne();
        assertThat(bound.tryStart(() -> CompletableFuture.completedFuture("turned away")))
                .isEmpty();
        first.complete("first");
        assertThat(inside).isCompletedWithValue("first");
        assertThat(bound.inside()).isZero();
        assertThat(bound.tryStart(() -> CompletableFuture.completedFuture("again"))
                        .orElseThrow())
                .isCompletedWithValue("again");
    }

    @Test
    void placeOfACallThatFails_isFreeAgain() {
        IllegalStateException failure = new IllegalStateException("made by the test");
        assertThatThrownBy(() -> bound.tryStart(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(bound.inside()).isZero();
        CompletableFuture<String> later = bound.tryStart(() -> CompletableFuture.<String>failedFuture(failure))
                .orElseThrow();
        assertThat(later).isCompletedExceptionally();
        assertThat(bound.inside()).isZero();
    }
}
