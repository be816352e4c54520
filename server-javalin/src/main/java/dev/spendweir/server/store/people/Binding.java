package dev.spendweir.server.store.people;

import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Source;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an actor or key may touch (spec 4.1); a null list is no restriction, an empty one allows nothing.
 *
 * @param projects exact names, or prefixes that end in {@code *}
 * @param environmentClasses {@code prod}, {@code nonprod}
 * @param sources as they travel
 */
public record Binding(
        @Nullable List<String> projects,
        @Nullable List<String> environmentClasses,
        @Nullable List<String> sources) {

    /** No restriction. */
    public static final Binding NONE = new Binding(null, null, null);

    public Binding {
        projects = projects == null ? null : List.copyOf(projects);
        environmentClasses = environmentClasses == null ? null : List.copyOf(environmentClasses);
        sources = sources == null ? null : List.copyOf(sources);
    }

    /** Whether the project may be touched. */
    public boolean allowsProject(String projectId) {
        return projects == null || projects.stream().anyMatch(pattern -> matches(pattern, projectId));
    }

    /** Whether environments of the class may be touched. */
    public boolean allowsEnvironmentClass(EnvironmentClass environmentClass) {
        return environmentClasses == null || environmentClasses.contains(environmentClass.wireName());
    }

    /** Whether calls of the source may be made. */
    public boolean allowsSource(Source source) {
        return sources == null || sources.contains(source.wireName());
    }

    private static boolean matches(String pattern, String projectId) {
        return pattern.endsWith("*")
                ? projectId.startsWith(pattern.substring(0, pattern.length() - 1))
                : projectId.equals(pattern);
    }
}
