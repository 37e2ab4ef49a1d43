package io.github.ftplab.internal.protocol;

import java.nio.ByteBuffer;

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

    /** Writes a final CR without LF, which {@link #decode} has held back. Call once at the end of the data. */
    public void finishDecoding(ByteBuffer to) {
        if (lastWasCr) {
            to.put(CR);
            lastWasCr = false;
        }
    }
}
