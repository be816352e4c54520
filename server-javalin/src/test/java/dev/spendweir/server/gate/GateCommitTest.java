package dev.spendweir.server.gate;

import static dev.spendweir.server.TestStore.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spendweir.outcome.FailsafeCause;
import dev.spendweir.server.SetClock;
import dev.spendweir.server.TestStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a transaction under the lock commits what it wrote. */
class GateCommitTest {
    private final SetClock clock = new SetClock();
    private final TestStore test = TestStore.open(clock);
    private final BareGateStore bare = new BareGateStore(test);

    @BeforeEach
    void policy() {
        test.policy("{}");
    }

    @AfterEach
    void close() {
        bare.close();
        test.close();
    }

    @Test
    void writeLast_isDurable() {
        GateAnswer answer = answer((session, writes) -> session.writeLast(writes));

        assertThat(answer.failsafeCause()).isEmpty();
        assertThat(test.sql("SELECT decision_id::text FROM decision")).containsExactly(answer.decisionId());
    }

    @Test
    void write_doesNotCommit_soWhateverFailsBehindItTakesItBack() {
        GateAnswer answer = answer((session, writes) -> {
            session.write(writes);
            throw new IllegalStateException("on purpose");
        });

        assertThat(answer.failsafeCause()).contains(FailsafeCause.ERROR);
        assertThat(test.sql("SELECT decision_id::text FROM decision")).isEmpty();
    }

    @Test
    void writeLast_sendsNoCommitPastTheDeadline() {
        GateAnswer answer = answer((session, writes) -> {
            clock.advance(TestStore.PATIENCE.plusSeconds(1));
            session.writeLast(writes);
        });

        assertThat(answer.failsafeCause()).contains(FailsafeCause.TIMEOUT);
        assertThat(test.sql("SELECT decision_id::text FROM decision")).isEmpty();
        assertThat(test.ledgerIsValid()).isTrue();
    }

    /** How a session is told to write. */
    @FunctionalInterface
    private interface Writing {
        void write(GateSession session, GateWrites writes);
    }

    private GateAnswer answer(Writing writing) {
        try (GateService gate = bare.gate(new Written(bare.store, writing))) {
            return gate.decide(test.call(request("1")).build());
        }
    }

    /** The store, whose sessions write as they are told. */
    private record Written(GateStore store, Writing writing) implements GateStore {
        @Override
        public Encoded encoded(GateWrites writes) {
            return store.encoded(writes);
        }

        @Override
        public <T> T inTransaction(
                String tenantId, Duration lockWait, Instant deadline, Function<GateSession, T> work) {
            return store.inTransaction(
                    tenantId,
                    lockWait,
                    deadline,
                    session -> work.apply(told(session, writes -> writing.write(session, writes))));
        }

        @Override
        public List<Draft.Verdict> commit(List<Draft> drafts, Instant deadline) {
            return store.commit(drafts, deadline);
        }

        @Override
        public Optional<Ready> ready(List<Draft> drafts, Instant deadline) {
            return store.ready(drafts, deadline);
        }

        private static GateSession told(GateSession session, Consumer<GateWrites> last) {
            return (GateSession) Proxy.newProxyInstance(
                    GateSession.class.getClassLoader(), new Class<?>[] {GateSession.class}, (proxy, method, given) -> {
                        if (method.getName().equals("writeLast")) {
                            last.accept((GateWrites) given[0]);
                            return null;
                        }
                        try {
                            return method.invoke(session, given);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
