package dev.spendweir.server.store.ingest;

import dev.spendweir.ingest.IngestEvent;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.store.holds.StoredHold;
import dev.spendweir.server.store.people.Binding;
import dev.spendweir.vocabulary.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sender of cost data may speak of (spec 4.1): a credential that is bound to projects reports only theirs. What is
 * about the whole tenant, a day's total or the watermark, is for credentials that are bound to no projects. Immutable.
 *
 * @param bindings each one bounds by itself: the actor's and the credential's
 */
public record IngestScope(List<Binding> bindings) {
    /** Everything. */
    public static final IngestScope ALL = new IngestScope(List.of());

    public IngestScope {
        bindings = List.copyOf(bindings);
    }

    /**
     * Refuses an event about what the sender may not speak of. That of a hold is judged by {@link #check(StoredHold)}, when it is known.
     *
     * @throws RejectedException {@code PROJECT_NOT_ALLOWED}
     */
    void check(IngestEvent event) {
        if (event instanceof IngestEvent.DailyCost cost) {
            checkProject(cost.projectId(), "/payload/project_id");
        } else if (event instanceof IngestEvent.Watermark) {
            checkProject(null, "/payload");
        }
    }

    /**
     * Refuses a project.
     *
     * @param projectId null: the whole tenant
     * @throws RejectedException {@code PROJECT_NOT_ALLOWED}
     */
    void checkProject(@Nullable String projectId, String pointer) {
        boolean allowed = bindings.stream()
                .allMatch(binding -> projectId == null ? binding.projects() == null : binding.allowsProject(projectId));
        if (!allowed) {
            throw new RejectedException(
                    ErrorCode.PROJECT_NOT_ALLOWED,
                    pointer,
                    projectId == null
                            ? "the credential is bound to projects, and this is about the whole tenant"
                            : "the credential is bound to other projects than " + projectId);
        }
    }

    /**
     * Refuses to speak of a hold.
     *
     * @throws RejectedException {@code PROJECT_NOT_ALLOWED}, {@code ENVIRONMENT_NOT_ALLOWED} or {@code SOURCE_NOT_ALLOWED}
     */
    void check(StoredHold hold) {
        checkProject(hold.change().place().projectId(), "/payload/reservation_id");
        if (!bindings.stream().allMatch(binding -> binding.allowsEnvironmentClass(hold.environmentClass()))) {
            throw new RejectedException(
                    ErrorCode.ENVIRONMENT_NOT_ALLOWED,
                    "/payload/reservation_id",
                    "the credential is not for environments of class "
                            + hold.environmentClass().wireName());
        }
        Source source = hold.change().place().source();
        if (!bindings.stream().allMatch(binding -> binding.allowsSource(source))) {
            throw new RejectedException(
                    ErrorCode.SOURCE_NOT_ALLOWED,
                    "/payload/reservation_id",
                    "the credential is not for source " + source.wireName());
        }
    }
}
