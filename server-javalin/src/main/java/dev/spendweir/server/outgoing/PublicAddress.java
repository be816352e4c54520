package dev.spendweir.server.outgoing;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Tells addresses of the public internet from all others (IANA special-purpose registries, RFC 6890). Pure functions. */
final class PublicAddress {
    /** A block of addresses: its first bytes and how many bits of them count. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Block(byte[] prefix, int bits) {
        static Block of(String hex, int bits) {
            return new Block(HexFormat.of().parseHex(hex), bits);
        }

        boolean holds(byte[] address) {
            int whole = bits / 8;
            if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
                return false;
            }
            int rest = bits % 8;
            int mask = 0xff << (8 - rest);
            return rest == 0 || (address[whole] & mask) == (prefix[whole] & mask);
        }
    }

    private static final List<Block> NOT_PUBLIC_4 = List.of(
            Block.of("00", 8),
            Block.of("0a", 8),
            Block.of("6440", 10),
            Block.of("7f", 8),
            Block.of("a9fe", 16),
            Block.of("ac10", 12),
            Block.of("c00000", 24),
            Block.of("c00002", 24),
            Block.of("c0586300", 24),
            Block.of("c0a8", 16),
            Block.of("c612", 15),
            Block.of("c63364", 24),
            Block.of("cb0071", 24),
            // Multicast and reserved, the broadcast address among them.
            Block.of("e0", 3));

    /** All of today's global unicast addresses. */
    private static final Block PUBLIC_6 = Block.of("20", 3);

    private static final List<Block> NOT_PUBLIC_6 = List.of(
            // 2001::/23 holds Teredo, ORCHID and the like, which lead elsewhere; 2001:db8::/32 and 3fff::/20 are for
            // books.
            Block.of("200100", 23), Block.of("20010db8", 32), Block.of("3fff00", 20));

    /** 64:ff9b::/96: the last four bytes are an IPv4 address (RFC 6052). */
    private static final Block NAT64 = Block.of("0064ff9b0000000000000000", 96);

    /** 2002::/16: bytes 2 to 5 are an IPv4 address (RFC 3056). */
    private static final Block SIX_TO_FOUR = Block.of("2002", 16);

    private PublicAddress() {}

    /** Whether the address belongs to the public internet. */
    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address ? isPublic6(bytes) : isPublic4(bytes);
    }

    private static boolean isPublic4(byte[] address) {
        return NOT_PUBLIC_4.stream().noneMatch(block -> block.holds(address));
    }

    private static boolean isPublic6(byte[] address) {
        if (NAT64.holds(address)) {
            return isPublic4(Arrays.copyOfRange(address, 12, 16));
        }
        if (SIX_TO_FOUR.holds(address)) {
            return isPublic4(Arrays.copyOfRange(address, 2, 6));
        }
        return PUBLIC_6.holds(address) && NOT_PUBLIC_6.stream().noneMatch(block -> block.holds(address));
    }
}
