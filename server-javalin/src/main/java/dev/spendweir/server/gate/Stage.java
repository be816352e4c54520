package dev.spendweir.server.gate;

import java.util.Optional;

/** Where in a Terraform run a call is made (spec 5.1). */
public enum Stage {
    /** Not a Terraform call. */
    NONE(""),
    /** Before the plan; holds nothing and moves nothing. */
    PRE_PLAN("pre_plan"),
    /** The plan of a pull request. */
    POST_PLAN("post_plan"),
    /** Right before the apply. */
    PRE_APPLY("pre_apply");

    private final String wireName;

    Stage(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels; empty for {@link #NONE}. */
    public String wireName() {
        return wireName;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<Stage> ofWireName(String word) {
        for (Stage candidate : values()) {
            if (candidate != NONE && candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
