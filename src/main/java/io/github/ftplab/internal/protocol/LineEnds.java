package io.github.ftplab.internal.protocol;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;

/**
 * Converts the line ends of TYPE A, one buffer at a time: CR LF on the wire (RFC 959, section 3.1.1.1), LF in local
 * files. A CR LF that is split between two buffers is recognized.
 */
public final class LineEnds {

    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private boolean lastWasCr;

    /**
     * Converts to the wire's form: each LF becomes CR LF, unless a CR precedes it. Stops when {@code from} is empty or
     * {@code to} is full.
     */
    public void encode(ByteBuffer from, ByteBuffer to) {
        while (from.hasRemaining() && to.remaining() >= 2) {
            byte b = from.get();
            if (b == LF && !lastWasCr) {
                to.put(CR);
            }
            to.put(b);
            lastWasCr = b == CR;
        }
    }

    /** Converts to the local form: each CR LF becomes LF. Stops when {@code from} is empty or {@code to} is full. */
    public void decode(ByteBuffer from, ByteBuffer to) {
        while (from.hasRemaining() && to.remaining() >= 2) {
            byte b = from.get();
            if (lastWasCr && b != LF) {
                to.put(CR);
            }
            lastWasCr = b == CR;
            if (!lastWasCr) {
                to.put(b);
            }
        }
    }

    /**
     * {@return whether the size of a file's copy differs from the file's size by exactly what converted line ends
     * account for} Reads all of the file, and does not close it.
     */
    public static boolean areTranslated(SeekableByteChannel file, long sizeOfCopy) throws IOException {
        long more = sizeOfCopy - file.size();
        if (more == 0) {
            return false;
        }
        long pairs = 0;
        long bare = 0;
        var in = new BufferedInputStream(Channels.newInputStream(file.position(0)), 1 << 16);
        int last = 0;
        for (int next = in.read(); next >= 0; last = next, next = in.read()) {
            pairs += next == LF && last == CR ? 1 : 0;
            bare += next == LF && last != CR ? 1 : 0;
        }
        return more == (more > 0 ? bare : -pairs);
    }

    /** Writes a final CR that {@link #decode} has held back, as no LF followed. Call once at the end of the data. */
    public void finishDecoding(ByteBuffer to) {
        if (lastWasCr) {
            to.put(CR);
            lastWasCr = false;
        }
    }
}
