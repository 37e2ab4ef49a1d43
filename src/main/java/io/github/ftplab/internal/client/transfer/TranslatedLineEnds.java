package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.protocol.Text;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells a file whose line ends were translated on the way, as in ASCII mode (RFC 959, section 3.1.1.1). */
final class TranslatedLineEnds {

    private TranslatedLineEnds() {}

    /**
     * Compares a file here with the size of the one on the server.
     *
     * @throws DataException if the sizes differ by one byte for each line
     */
    static void check(Path here, long there) throws IOException {
        long size = Files.size(here);
        if (size == there) {
            return;
        }
        long pairs = 0;
        long bare = 0;
        try (var in = new BufferedInputStream(Files.newInputStream(here), 1 << 16)) {
            int last = 0;
            for (int next = in.read(); next >= 0; last = next, next = in.read()) {
                pairs += next == '\n' && last == '\r' ? 1 : 0;
                bare += next == '\n' && last != '\r' ? 1 : 0;
            }
        }
        if (there - size == (there > size ? bare : -pairs)) {
            throw new DataException(
                    DataException.Stage.TRANSLATED,
                    Text.bytes(size) + " here, " + Text.bytes(there) + " on the server, one for each line's CR",
                    new IOException("translated"));
        }
    }
}
