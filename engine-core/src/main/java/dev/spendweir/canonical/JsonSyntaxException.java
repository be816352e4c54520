package dev.spendweir.canonical;

/**
 * A text is not one strict JSON value.
 *
 * <p>The message says what is wrong without quoting the text, which may hold secrets. Callers turn it into the code of
 * their surface: {@code INVALID_JSON}, {@code MALFORMED_JSON}, {@code PLAN_INVALID} and so on.
 */
public final class JsonSyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of fault it is. */
    public enum Kind {
        /** Not in the grammar of RFC 8259, not UTF-8, a byte order mark, or text after the value. */
        MALFORMED,
        /** The same name twice in one object, compared after unescaping. */
        DUPLICATE_KEY,
        /** More containers inside each other than the limit. */
        TOO_DEEP
    }

    private final Kind kind;
    private final long line;
    private final long column;

    JsonSyntaxException(Kind kind, String message, long line, long column) {
        super(line > 0 ? message + " (line " + line + ", column " + column + ")" : message, null, false, false);
        this.kind = kind;
        this.line = line;
        this.column = column;
    }

    /** What kind of fault it is. */
    public Kind kind() {
        return kind;
    }

    /** Line from 1, or 0 when unknown. */
    public long line() {
        return line;
    }

    /** Column from 1 in UTF-16 code units, or 0 when unknown. */
    public long column() {
        return column;
    }
}
