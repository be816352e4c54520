package dev.spendweir.plan;

import java.util.List;
import java.util.Optional;

/** What a plan does to one resource (spec 5.1), with its name in {@code metadata.actions}. */
public enum ChangeKind {
    CREATE("create", true),
    UPDATE("update", true),
    DELETE("delete", true),
    /** Delete and create, in either order. */
    REPLACE("replace", true),
    /** A new object is made and the old one, which goes on running and costing, is no longer managed. */
    CREATE_THEN_FORGET("create-then-forget", true),
    /** The object goes on running and costing, but is no longer managed. */
    FORGET("forget", false),
    /** An existing object comes under management without a change to it. */
    IMPORT("import", false),
    /** The object gets another address without a change to it. */
    MOVE("move", false),
    /** A data source is read, or an ephemeral resource opened. */
    READ("read", false),
    NO_OP("no-op", false);

    private final String wireName;
    private final boolean priced;

    ChangeKind(String wireName, boolean priced) {
        this.wireName = wireName;
        this.priced = priced;
    }

    /** The name in {@code metadata.actions}. */
    public String wireName() {
        return wireName;
    }

    /** Whether the change can cost or save money; every other kind is worth exactly 0. */
    public boolean priced() {
        return priced;
    }

    /** Whether the change appears in the summary; what only looks at things does not. */
    public boolean summarised() {
        return this != READ && this != NO_OP;
    }

    /** Whether an object ceases to exist. */
    public boolean destroys() {
        return this == DELETE || this == REPLACE;
    }

    /**
     * The kind of a managed resource's {@code actions}; empty when they are not known here.
     *
     * @param moved whether the change has a previous_address
     * @param importing whether the change imports
     */
    static Optional<ChangeKind> of(List<String> actions, boolean moved, boolean importing) {
        return Optional.ofNullable(
                switch (String.join(",", actions)) {
                    case "no-op" -> importing ? IMPORT : moved ? MOVE : NO_OP;
                    case "create" -> CREATE;
                    case "update" -> UPDATE;
                    case "delete" -> DELETE;
                    case "delete,create", "create,delete" -> REPLACE;
                    case "create,forget", "forget,create" -> CREATE_THEN_FORGET;
                    case "forget" -> FORGET;
                    case "read", "open", "renew", "close" -> READ;
                    default -> null;
                });
    }
}
