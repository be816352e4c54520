package dev.spendweir.outcome;

import dev.spendweir.policy.PolicyDocument.Modes;
import dev.spendweir.policy.PolicyDocument.SourceModes;
import dev.spendweir.vocabulary.EnvironmentClass;
import dev.spendweir.vocabulary.Mode;
import dev.spendweir.vocabulary.Source;
import java.util.EnumMap;
import java.util.Map;

/**
 * The mode that holds for a request and the place in the policy that gave it (spec 1.3, 10 A75).
 *
 * @param scope path in the section of the policy, such as {@code terraform.prod}; {@code fallback} when there is no policy
 */
public record ModeChoice(Mode mode, String scope) {

    private static final String POLICY_DEFAULT = "default";

    /** The scope of a mode that no policy gave (spec 10 A84). */
    private static final String FALLBACK = "fallback";

    private static final Map<Source, Scopes> SCOPES = scopes();

    /** The paths of one source, made once: a decision must not build texts it has built before. */
    private record Scopes(String sourceDefault, String prod, String nonprod) {}

    private static Map<Source, Scopes> scopes() {
        Map<Source, Scopes> scopes = new EnumMap<>(Source.class);
        for (Source source : Source.values()) {
            String name = source.wireName();
            scopes.put(source, new Scopes(name + ".default", name + ".prod", name + ".nonprod"));
        }
        return scopes;
    }

    /** The mode of a source and class: the most specific that is given wins. */
    public static ModeChoice of(Modes modes, Source source, EnvironmentClass environmentClass) {
        SourceModes given = modes.bySource().get(source);
        Scopes scopes = SCOPES.get(source);
        if (given == null || scopes == null) {
            return new ModeChoice(modes.defaultMode(), POLICY_DEFAULT);
        }
        ModeChoice ofClass = switch (environmentClass) {
            case PROD -> given.prod() == null ? null : new ModeChoice(given.prod(), scopes.prod());
            case NONPROD -> given.nonprod() == null ? null : new ModeChoice(given.nonprod(), scopes.nonprod());
        };
        if (ofClass != null) {
            return ofClass;
        }
        return given.defaultMode() == null
                ? new ModeChoice(modes.defaultMode(), POLICY_DEFAULT)
                : new ModeChoice(given.defaultMode(), scopes.sourceDefault());
    }

    /** The mode of a server that could not read any policy. */
    public static ModeChoice fallback(Mode mode) {
        return new ModeChoice(mode, FALLBACK);
    }
}
