package dev.spendweir.plan;

import static dev.spendweir.plan.PlanFixtures.SHEET;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A plan of 50 MB and 20,000 changes goes through, at a cost linear in its size (spec 5.1). */
class LargePlanTest {

    private static final int RESOURCES = 20_000;
    private static final int BYTES_EACH = 2_700;
    private static final long MEGABYTE = 1_000_000;

    @Test
    @Timeout(120)
    void planOf50Megabytes_readPricedAndRedacted_goesThrough() {
        byte[] plan = LargePlan.create(RESOURCES, BYTES_EACH);
        assertThat(plan.length).isBetween((int) (50 * MEGABYTE), (int) (60 * MEGABYTE));
        TerraformPlan read = PlanReader.read(plan, SHEET);
        PricedPlan priced = PlanPricer.price(PricingInput.ofPlan(read, null), SHEET, "USD");
        assertThat(priced.resources()).hasSize(RESOURCES);
        assertThat(priced.unpricedResources()).isZero();
        assertThat(priced.basis()).containsEntry(PriceBasis.FREE, RESOURCES / 2);
        assertThat(priced.monthlyDelta().isPositive()).isTrue();
        byte[] redacted = PlanRedactor.redact(plan);
        assertThat(redacted.length).isLessThan(plan.length * 6 / 10);
        assertThat(PlanReader.read(redacted, SHEET).contentSha256()).isEqualTo(read.contentSha256());
        byte[] minimal = PlanRedactor.minimal(redacted, SHEET);
        assertThat(minimal.length).isLessThan(redacted.length / 2);
        assertThat(PlanReader.read(minimal, SHEET).contentSha256()).isEqualTo(read.contentSha256());
    }

    @Test
    @Timeout(120)
    void allocationAndRetainedMemory_growLinearlyWithThePlan() {
        byte[] small = LargePlan.create(RESOURCES / 8, BYTES_EACH);
        byte[] large = LargePlan.create(RESOURCES / 2, BYTES_EACH);
        allocated(() -> PlanReader.read(small, SHEET));
        long forSmall = allocated(() -> PlanReader.read(small, SHEET));
        long forLarge = allocated(() -> PlanReader.read(large, SHEET));
        assertThat(forLarge).as("4 times the plan, at most 5 times the memory").isLessThan(5 * forSmall);
        assertThat(forLarge).as("a small multiple of the plan").isLessThan(12L * large.length);
    }

    @Test
    @Timeout(120)
    void timePerChange_doesNotGrowWithThePlan() {
        byte[] small = LargePlan.create(RESOURCES / 8, BYTES_EACH);
        byte[] large = LargePlan.create(RESOURCES / 2, BYTES_EACH);
        Duration forSmall = fastest(() -> PlanReader.read(small, SHEET));
        Duration forLarge = fastest(() -> PlanReader.read(large, SHEET));
        // Quadratic would be 16 times; the rest of the room is for a noisy machine.
        assertThat(forLarge).isLessThan(forSmall.multipliedBy(10));
    }

    private static Duration fastest(Supplier<TerraformPlan> work) {
        Duration fastest = Duration.ofDays(1);
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            assertThat(work.get().changes()).isNotEmpty();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            fastest = took.compareTo(fastest) < 0 ? took : fastest;
        }
        return fastest;
    }

    private static long allocated(Supplier<TerraformPlan> work) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(work.get().changes()).isNotEmpty();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
