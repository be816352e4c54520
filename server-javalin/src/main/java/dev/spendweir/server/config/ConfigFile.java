package dev.spendweir.server.config;

import dev.spendweir.canonical.JsonArray;
import dev.spendweir.canonical.JsonBoolean;
import dev.spendweir.canonical.JsonNull;
import dev.spendweir.canonical.JsonNumber;
import dev.spendweir.canonical.JsonObject;
import dev.spendweir.canonical.JsonPointer;
import dev.spendweir.canonical.JsonString;
import dev.spendweir.canonical.JsonValue;
import dev.spendweir.rejection.RejectedException;
import dev.spendweir.server.config.ConfigException.Code;
import dev.spendweir.server.yaml.LocatedDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the YAML file into raw settings. */
final class ConfigFile {

    /** 1 MiB: a configuration is a page of text; a larger file is the wrong file. */
    private static final long LARGEST_FILE_BYTES = 1L << 20;

    private final Path file;
    private final LocatedDocument document;
    private final RawConfig raw;

    private ConfigFile(Path file, LocatedDocument document, RawConfig raw) {
        this.file = file;
        this.document = document;
        this.raw = raw;
    }

    static void read(Path file, RawConfig raw) {
        LocatedDocument document = parse(file);
        if (!(document.value() instanceof JsonObject object)) {
            throw new ConfigException(Code.CONFIG_MALFORMED, file + ": the file must be one mapping of keys");
        }
        new ConfigFile(file, document, raw).take(object, "", "");
    }

    private static LocatedDocument parse(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE_BYTES) {
                throw new ConfigException(
                        Code.CONFIG_UNREADABLE, file + " is larger than " + LARGEST_FILE_BYTES + " bytes");
            }
            return LocatedDocument.readYaml(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ConfigException(
                    Code.CONFIG_UNREADABLE,
                    file + " cannot be read (" + e.getClass().getSimpleName() + "); check --config");
        } catch (RejectedException e) {
            throw new ConfigException(
                    Code.CONFIG_MALFORMED, file + ": " + e.findings().get(0).detail());
        }
    }

    private void take(JsonObject object, String prefix, String pointer) {
        object.forEach((name, value) -> takeMember(prefix + name, value, JsonPointer.member(pointer, name)));
    }

    private void takeMember(String name, JsonValue value, String pointer) {
        Optional<ConfigKey> key = ConfigKey.ofWireName(name);
        if (key.isPresent()) {
            takeValue(key.get(), value, pointer);
        } else if (value instanceof JsonObject group && isGroup(name)) {
            take(group, name + ".", pointer);
        } else {
            throw new ConfigException(
                    Code.CONFIG_UNKNOWN_KEY,
                    place(pointer) + ": " + name + " is no known key; see docs/configuration.md");
        }
    }

    private static boolean isGroup(String name) {
        for (ConfigKey key : ConfigKey.values()) {
            if (key.wireName().startsWith(name + ".")) {
                return true;
            }
        }
        return false;
    }

    private void takeValue(ConfigKey key, JsonValue value, String pointer) {
        if (value instanceof JsonString string) {
            raw.set(key, string.value(), place(pointer));
        } else if (value instanceof JsonNumber number) {
            raw.set(key, number.text(), place(pointer));
        } else if (value instanceof JsonBoolean bool) {
            raw.set(key, Boolean.toString(bool == JsonBoolean.TRUE), place(pointer));
        } else if (value instanceof JsonArray || value instanceof JsonObject) {
            throw new ConfigException(
                    Code.CONFIG_INVALID_VALUE, place(pointer) + ": " + key.wireName() + " takes one value");
        } else if (value != JsonNull.NULL) {
            throw new IllegalStateException("a seventh kind of JSON value");
        }
    }

    private String place(String pointer) {
        return file + ":" + document.locationOf(pointer).line();
    }
}
