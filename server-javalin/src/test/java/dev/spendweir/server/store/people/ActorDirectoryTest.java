package dev.spendweir.server.store.people;

import static dev.spendweir.server.TestStore.TENANT;
import static dev.spendweir.server.TestStore.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.server.SetClock;
import dev.spendweir.server.TestStore;
import dev.spendweir.server.store.Faults;
import dev.spendweir.server.store.StoreUnavailableException;
import dev.spendweir.server.store.people.ActorDirectory.Standing;
import dev.spendweir.vocabulary.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ActorDirectoryTest {
    private final SetClock clock = new SetClock();
    private final Faults faults = new Faults();

    @Test
    void names_leadToTheirActors_alsoWhileTheStoreIsAway() {
        try (TestStore test = TestStore.open(clock, faults)) {
            ActorDirectory directory = test.store.actorDirectory();
            put(test, "ann", Role.OWNER, false);
            put(test, "bob", Role.MEMBER, false);
            assertThat(directory.find(TENANT, "bob")).contains(listed("bob", Role.MEMBER, true));
            assertThat(directory.find(TENANT, "corp:bob")).contains(listed("bob", Role.MEMBER, true));
            assertThat(directory.find(TENANT, "corp:eve")).contains(new Standing.Stranger("corp:eve"));
            assertThat(directory.find("nowhere", "bob")).isEmpty();
            test.store.createTenant("other", "free");
            assertThat(directory.find("other", "corp:bob")).contains(new Standing.Stranger("corp:bob"));

            put(test, "bob", Role.ADMIN, true);
            assertThat(directory.find(TENANT, "corp:bob")).contains(listed("bob", Role.MEMBER, true));
            clock.advance(Duration.ofSeconds(5));
            assertThat(directory.find(TENANT, "corp:bob")).contains(listed("bob", Role.ADMIN, false));
            test.store.actors().delete(caller(), "bob");
            clock.advance(Duration.ofSeconds(5));
            assertThat(directory.find(TENANT, "corp:bob").map(Standing::actorId))
                    .contains("bob");
            assertThat(directory.find(TENANT, "corp:bob"))
                    .hasValueSatisfying(standing ->
                            assertThat(((Standing.Listed) standing).active()).isFalse());

            clock.advance(Duration.ofMinutes(1));
            Optional<Standing> known = directory.find(TENANT, "corp:ann");
            clock.advance(Duration.ofMinutes(1));
            faults.failNext(1000, "XX000");
            assertThat(directory.find(TENANT, "corp:ann")).isEqualTo(known);
            assertThatThrownBy(() -> directory.find(TENANT, "corp:new")).isInstanceOf(StoreUnavailableException.class);
            faults.reset();
        }
    }

    private static Standing listed(String actorId, Role role, boolean active) {
        return new Standing.Listed(actorId, role, Set.of(), Binding.NONE, active);
    }

    private static void put(TestStore test, String actorId, Role role, boolean disabled) {
        test.store
                .actors()
                .put(
                        caller(),
                        new ActorSpec(
                                actorId, null, role, List.of(), Binding.NONE, List.of("corp:" + actorId), disabled));
    }
}
