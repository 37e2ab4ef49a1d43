package io.github.ftplab.testing.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What a server may have of one file: what a client has stored last and read the acknowledgment of. If a client was
 * killed since then and the server could not tell, then also the beginning of what that one had begun to store.
 */
final class Expected {

    /** The content of a file, which can be made again. */
    record Content(long seed, int size) {

        byte[] bytes() {
            var bytes = new byte[size];
            new Random(seed).nextBytes(bytes);
            return bytes;
        }

        /** What a client sends before it breaks off. */
        int half() {
            return size / 2;
        }
    }

    /** What was found. */
    enum Found {
        ACKNOWLEDGED,
        /** The beginning of an upload whose client was killed, with nothing that tells that from a complete one. */
        CUT_SHORT,
        /** Anything else, which no server should have. */
        REPLACED
    }

    private final Content acknowledged;
    private final List<Content> killed = new ArrayList<>();

    Expected(Content acknowledged) {
        this.acknowledged = acknowledged;
    }

    int size() {
        return acknowledged.size();
    }

    /** A client was killed while it stored this. */
    void killed(Content content) {
        killed.add(content);
    }

    Found compare(byte[] bytes) {
        if (Arrays.equals(bytes, acknowledged.bytes())) {
            return Found.ACKNOWLEDGED;
        }
        return killed.stream().anyMatch(content -> isBeginning(bytes, content)) ? Found.CUT_SHORT : Found.REPLACED;
    }

    private static boolean isBeginning(byte[] bytes, Content content) {
        return bytes.length <= content.half()
                && Arrays.equals(bytes, 0, bytes.length, content.bytes(), 0, bytes.length);
    }
}
