package io.github.ftplab.internal.protocol;

import java.nio.ByteBuffer;

/**
 * Line ends of TYPE A, a buffer at a time: CR LF on the wire (RFC 959, section 3.1.1.1), and LF in files here. A pair
 * that two buffers share is kept together.
 */
public final class LineEnds {

    private static final byte CR = '\r';
    private static final byte LF = '\n';

    private boolean lastWasCr;

    /** Copies to the wire: each LF becomes CR LF, unless there is a CR already. Stops when either buffer is done. */
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

    /** Copies to a file: each CR LF becomes LF. Stops when either buffer is done. */
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

    /** Puts what {@link #decode} held back at the end of the data: a CR that no LF followed. */
    public void finishDecoding(ByteBuffer to) {
        if (lastWasCr) {
            to.put(CR);
            lastWasCr = false;
        }
    }
}
