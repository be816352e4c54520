package dev.spendweir.vocabulary;

import java.util.Optional;

/** Where a request comes from (spec 1.2). */
public enum Source {
    /** A Terraform or OpenTofu plan. */
    TERRAFORM("terraform"),
    /** An object at the Kubernetes API server. */
    K8S_ADMISSION("k8s_admission"),
    /** A CloudEvent. */
    CLOUD_EVENT("cloud_event"),
    /** A call to a language model. */
    LLM_CALL("llm_call"),
    /** Anything else; the caller states the amounts. */
    CUSTOM("custom");

    private final String wireName;

    Source(String wireName) {
        this.wireName = wireName;
    }

    /** The word as it travels. */
    public String wireName() {
        return wireName;
    }

    /** The constant that travels under exactly this word, if there is one. */
    public static Optional<Source> ofWireName(String word) {
        for (Source candidate : values()) {
            if (candidate.wireName.equals(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
