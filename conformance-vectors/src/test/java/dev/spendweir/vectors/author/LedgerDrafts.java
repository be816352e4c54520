package dev.spendweir.vectors.author;

import dev.spendweir.vectors.naive.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the vectors about ledgers have in common. Hashes in facts are worked out here from the texts of the specification. */
abstract class LedgerDrafts {
    final VectorFile file;

    LedgerDrafts(VectorFile file) {
        this.file = file;
    }

    static final String ENTRY_PREFIX = "spendweir.ledger.entry/v1\n";
    static final String CHAIN_PREFIX = "spendweir.ledger.chain/v1\n";

    /** The leaves that the certificate-transparency implementations share, and the public roots of the trees of 0 to 8 of them. */
    static final List<String> LEAVES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    Draft add(String slug, String op, String title, String input) {
        return file.add(slug, op, title, Quoted.object(input));
    }

    static String entryHash(String canonical) {
        return Hashes.sha256(ENTRY_PREFIX, canonical.replace('\'', '"'));
    }

    static String chainHash(String previous, String entryHash) {
        return Hashes.sha256(CHAIN_PREFIX, Hashes.bytes(previous), Hashes.bytes(entryHash));
    }

    Draft entry(String slug, String title, String entry, String canonical) {
        return add("entry_" + slug, "ledger.entry_hash", title, "{'entry':" + entry + "}")
                .want("entry_hash='" + entryHash(canonical) + "'", "#=1");
    }

    Draft chain(String slug, String title, String... entries) {
        Draft draft = add("chain_" + slug, "ledger.chain", title, "{'entries':[" + String.join(",", entries) + "]}")
                .want("hashes.#=" + entries.length);
        String previous = "0".repeat(64);
        for (int i = 0; i < entries.length; i++) {
            String entryHash = entryHash(entries[i]);
            previous = chainHash(previous, entryHash);
            draft.want("hashes." + i + "={'entry_hash':'" + entryHash + "','chain_hash':'" + previous + "'}");
        }
        return draft;
    }

    static String hex(List<String> texts) {
        return texts.isEmpty() ? "[]" : "['" + String.join("','", texts) + "']";
    }

    /** The leaf hash, and the hash over a row of leaves, straight from RFC 6962's definition. */
    static String node(int from, int to) {
        if (to - from == 1) {
            return Hashes.sha256(new byte[] {0}, Hashes.bytes(LEAVES.get(from)));
        }
        int k = 1;
        while (2 * k < to - from) {
            k *= 2;
        }
        return Hashes.sha256(new byte[] {1}, Hashes.bytes(node(from, from + k)), Hashes.bytes(node(from + k, to)));
    }

    Draft inclusion(String slug, String title, int index, int size, String... proof) {
        return add(
                        "inclusion_" + slug,
                        "merkle.inclusion",
                        title,
                        "{'leaves':" + hex(LEAVES.subList(0, size)) + ",'index':" + index + "}")
                .want(
                        "proof=" + hex(List.of(proof)),
                        "leaf_hash='" + node(index, index + 1) + "'",
                        "root='" + ROOTS.get(size) + "'");
    }

    Draft consistency(String slug, String title, int first, int second, String... proof) {
        return add(
                        "consistency_" + slug,
                        "merkle.consistency",
                        title,
                        "{'leaves':" + hex(LEAVES.subList(0, second)) + ",'first':" + first + "}")
                .want(
                        "proof=" + hex(List.of(proof)),
                        "first_root='" + ROOTS.get(first) + "'",
                        "second_root='" + ROOTS.get(second) + "'");
    }

    static Map<String, Object> proofOf(int index, int size, String root, String... proof) {
        return Json.object(
                "leaf_hash",
                node(Math.min(index, 7), Math.min(index, 7) + 1),
                "index",
                Quoted.json("" + index),
                "size",
                Quoted.json("" + size),
                "proof",
                new ArrayList<Object>(List.of(proof)),
                "root",
                root);
    }
}
