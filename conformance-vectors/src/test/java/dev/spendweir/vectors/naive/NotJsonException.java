package dev.spendweir.vectors.naive;

/** A text is no JSON, or no JSON that has a canonical form. */
public final class NotJsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotJsonException(String message) {
        super(message);
    }
}
