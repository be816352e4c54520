package dev.spendweir.server.store.people;

import dev.spendweir.reading.TextRule;
import dev.spendweir.reading.TextRules;
import dev.spendweir.rejection.ErrorCode;
import dev.spendweir.rejection.Finding;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Role;
import dev.spendweir.vocabulary.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an actor is to be (spec 11, People).
 *
 * @param actorId 1..128 code points
 * @param aliases names that identity providers and clusters use for the actor; each leads to one actor only
 * @param disabled whether nobody may call as this actor for now, with whatever credential
 */
public record ActorSpec(
        String actorId,
        @Nullable String displayName,
        Role role,
        List<String> permissions,
        Binding binding,
        List<String> aliases,
        boolean disabled) {

    private static final int MAX_NAME = 128;
    private static final int MAX_ALIAS = 256;
    private static final TextRule NAME = TextRules.name(1, MAX_NAME);
    private static final TextRule ALIAS = TextRules.name(1, MAX_ALIAS);

    private static final String RESERVED = "is the server's own name";

    /** More than any actor needs; keeps a row small. */
    private static final int MAX_LIST = 100;

    /**
     * Checks every part.
     *
     * @throws RejectedException {@code INVALID_FIELD} with all findings
     */
    public ActorSpec {
        permissions = List.copyOf(permissions);
        aliases = List.copyOf(aliases);
        List<Finding> findings = new ArrayList<>();
        check(findings, "/actor_id", idProblem(actorId));
        check(findings, "/display_name", displayName == null ? null : NAME.problem(displayName));
        each(findings, "/permissions", permissions, NAME);
        each(findings, "/aliases", aliases, ALIAS);
        for (int i = 0; i < aliases.size(); i++) {
            check(findings, "/aliases/" + i, aliases.get(i).equals(actorId) ? "is the actor's own id" : null);
            check(findings, "/aliases/" + i, ReservedActors.isReserved(aliases.get(i)) ? RESERVED : null);
        }
        bindingFindings(findings, binding);
        if (!findings.isEmpty()) {
            throw new RejectedException(findings);
        }
    }

    /** An actor who may call. */
    public ActorSpec(
            String actorId,
            @Nullable String displayName,
            Role role,
            List<String> permissions,
            Binding binding,
            List<String> aliases) {
        this(actorId, displayName, role, permissions, binding, aliases, false);
    }

    /** Whether it is to be one who can change people, see {@link ActorView#isFreeOwner}. */
    boolean isFreeOwner() {
        return role == Role.OWNER && !disabled && binding.equals(Binding.NONE);
    }

    private static @Nullable String idProblem(String actorId) {
        return ReservedActors.isReserved(actorId) ? RESERVED : NAME.problem(actorId);
    }

    static void bindingFindings(List<Finding> findings, Binding binding) {
        each(findings, "/projects", orEmpty(binding.projects()), NAME);
        words(
                findings,
                "/environment_classes",
                orEmpty(binding.environmentClasses()),
                word -> EnvironmentClass.ofWireName(word).isPresent());
        words(
                findings,
                "/sources",
                orEmpty(binding.sources()),
                word -> Source.ofWireName(word).isPresent());
    }

    private static List<String> orEmpty(@Nullable List<String> list) {
        return list == null ? List.of() : list;
    }

    private static void each(List<Finding> findings, String pointer, List<String> texts, TextRule rule) {
        bounded(findings, pointer, texts);
        for (int i = 0; i < texts.size(); i++) {
            check(findings, pointer + "/" + i, rule.problem(texts.get(i)));
        }
    }

    private static void words(List<Finding> findings, String pointer, List<String> texts, Predicate<String> known) {
        bounded(findings, pointer, texts);
        for (int i = 0; i < texts.size(); i++) {
            check(findings, pointer + "/" + i, known.test(texts.get(i)) ? null : "is not a known word");
        }
    }

    private static void bounded(List<Finding> findings, String pointer, List<String> texts) {
        check(
                findings,
                pointer,
                texts.size() <= MAX_LIST ? null : "has " + texts.size() + " elements, at most " + MAX_LIST);
    }

    private static void check(List<Finding> findings, String pointer, @Nullable String problem) {
        if (problem != null
                && findings.stream().noneMatch(finding -> finding.pointer().equals(pointer))) {
            findings.add(new Finding(ErrorCode.INVALID_FIELD, pointer, problem));
        }
    }
}
