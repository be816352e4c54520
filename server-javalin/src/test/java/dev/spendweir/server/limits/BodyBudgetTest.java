package dev.spendweir.server.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BodyBudgetTest {

    @Property
    void neverHoldsMoreThanItsCapacityAndForgetsNothing(
            @ForAll @LongRange(min = 1, max = 1000) long capacity,
            @ForAll @Size(max = 50) List<@LongRange(min = 0, max = 400) Long> wishes) {
        BodyBudget budget = new BodyBudget(capacity);
        long held = 0;
        try (BodyBudget.Claim claim = budget.claim()) {
            for (long wish : wishes) {
                boolean fits = held + wish <= capacity;
                assertThat(claim.tryGrow(wish)).isEqualTo(fits);
                held += fits ? wish : 0;
                assertThat(budget.taken()).isEqualTo(held).isLessThanOrEqualTo(capacity);
            }
        }
        assertThat(budget.taken()).isZero();
    }

    @Test
    void tryGrow_hugeWish_doesNotOverflow() {
        BodyBudget budget = new BodyBudget(10);
        try (BodyBudget.Claim claim = budget.claim()) {
            assertThat(claim.tryGrow(5)).isTrue();
            assertThat(claim.tryGrow(Long.MAX_VALUE)).isFalse();
        }
    }

    @Test
    void claims_ofManyThreads_neverExceedTheCapacity() throws Exception {
        BodyBudget budget = new BodyBudget(100);
        AtomicLong granted = new AtomicLong();
        AtomicLong worst = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Boolean> client = () -> {
                for (int i = 0; i < 20_000; i++) {
                    try (BodyBudget.Claim claim = budget.claim()) {
                        if (claim.tryGrow(30)) {
                            worst.accumulateAndGet(granted.addAndGet(30), Math::max);
                            granted.addAndGet(-30);
                        }
                    }
                }
                return true;
            };
            for (var done : threads.invokeAll(
                    IntStream.range(0, 8).mapToObj(n -> client).toList())) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(worst.get()).isBetween(30L, 90L);
        assertThat(budget.taken()).isZero();
    }
}
