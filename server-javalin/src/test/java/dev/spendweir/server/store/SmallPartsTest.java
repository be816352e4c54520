package dev.spendweir.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spendweir.rejection.RejectedException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallPartsTest {
    @ParameterizedTest
    @CsvSource({
        "postgresql://u:p@h:5432/db, jdbc:postgresql://h:5432/db, u, p",
        "jdbc:postgresql://h/db?user=u&password=p&sslmode=require, jdbc:postgresql://h/db?sslmode=require, u, p",
        "postgres://u:p%40ss+word@h/db, jdbc:postgresql://h/db, u, p@ss+word",
        "'postgresql://u@h1:1,h2:2/db', 'jdbc:postgresql://h1:1,h2:2/db', u, ''"
    })
    void databaseUrl_isTakenApart(String given, String url, String user, String password) {
        DatabaseTarget target = DatabaseUrl.target(given, null, null, null, null);
        assertThat(target.url()).isEqualTo(url);
        assertThat(target.app()).isEqualTo(new DatabaseLogin(user, password));
        assertThat(target.migrator()).isEqualTo(target.app());
        assertThat(target.toString()).doesNotContain("p@ss");
    }

    @Test
    void databaseLogins_mayBeGivenApart() {
        DatabaseTarget target = DatabaseUrl.target("postgresql://x:y@h/db", "app", "1", "owner", "2");
        assertThat(target.app()).isEqualTo(new DatabaseLogin("app", "1"));
        assertThat(target.migrator()).isEqualTo(new DatabaseLogin("owner", "2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mysql://u:secret@h/db", "postgresql://u:secret@h", "secret", "postgresql://h/db", "p:// secret"
            })
    void databaseUrl_thatIsNone_isRefusedWithoutItsSecret(String given) {
        assertThatThrownBy(() -> DatabaseUrl.target(given, null, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void uuids_increaseAlsoWhenTheClockStands() {
        UuidV7 ids = new UuidV7(Clock.fixed(Instant.parse("2026-03-02T00:00:00Z"), ZoneOffset.UTC));
        UUID last = ids.next();
        assertThat(last.version()).isEqualTo(7);
        assertThat(last.variant()).isEqualTo(2);
        for (int i = 0; i < 20_000; i++) {
            UUID next = ids.next();
            assertThat(Long.compareUnsigned(next.getMostSignificantBits(), last.getMostSignificantBits()))
                    .isPositive();
            last = next;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "018f-0", "zzzzzzzz-0000-7000-8000-000000000000"})
    void uuid_ofAnotherForm_isNone(String text) {
        assertThat(UuidV7.parse(text)).isEmpty();
    }

    @Test
    void cursor_goesThereAndBack() {
        assertThat(Cursor.read(Cursor.after("a", "b|\"\u00e9"), 2)).contains(List.of("a", "b|\"\u00e9"));
        assertThat(Cursor.read(null, 2)).isEmpty();
        assertThatThrownBy(() -> Cursor.read(Cursor.after("a"), 2)).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> Cursor.read("%%%", 1)).isInstanceOf(RejectedException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 199, 200, 5_000, 100_000})
    void packedBytes_comeBack(int length) {
        byte[] noise = new byte[length];
        new Random(length).nextBytes(noise);
        assertThat(PackedBytes.unpack(PackedBytes.pack(noise))).isEqualTo(noise);
        assertThat(PackedBytes.pack(noise)).hasSizeLessThanOrEqualTo(length + 1);
        byte[] text = "{\"amount\":\"0\"}".repeat(length / 14).getBytes();
        assertThat(PackedBytes.unpack(PackedBytes.pack(text))).isEqualTo(text);
    }

    @Test
    void packedBytes_thatAreCutShort_areNoticed() {
        byte[] packed = PackedBytes.pack(new byte[10_000]);
        byte[] cut = Arrays.copyOf(packed, packed.length - 3);
        assertThatThrownBy(() -> PackedBytes.unpack(cut)).isInstanceOf(IllegalStateException.class);
    }
}
