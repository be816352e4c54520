package dev.spendweir.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InFlightTest {

    @Test
    void tryCall_whenFull_isEmpty_andThePlaceComesBackAlsoAfterAFailure() {
        InFlight bound = new InFlight(1);
        assertThat(bound.tryCall(() -> bound.tryCall(() -> "inner").isEmpty())).contains(true);
        assertThatThrownBy(() -> bound.tryCall(() -> {
                    throw new IllegalStateException("why");
                }))
                .hasMessage("why");
        assertThat(bound.inside()).isZero();
        assertThat(bound.tryCall(() -> "again")).contains("again");
    }
}
