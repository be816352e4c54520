package dev.spendweir.canonical;

/** Builds RFC 6901 JSON pointers. */
public final class JsonPointer {

    private JsonPointer() {}

    /** The pointer of a member of the thing that {@code parent} points at; {@code ~} and {@code /} are escaped. */
    public static String member(String parent, String name) {
        boolean plain = name.indexOf('~') < 0 && name.indexOf('/') < 0;
        return parent + "/" + (plain ? name : name.replace("~", "~0").replace("/", "~1"));
    }

    /** The pointer of an element of the array that {@code parent} points at, index from 0. */
    public static String element(String parent, int index) {
        return parent + "/" + index;
    }
}
