package io.github.ftplab.internal.client.control;

import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.time.Duration;
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.ftp.FTPConnectionClosedException;

/**
 * Reads replies with a limit on time and length. An interrupted thread waits only a little longer: most replies arrive
 * in that time, so that the session stays usable. Lines may end with a line feed alone.
 *
 * <p>The socket needs a short read timeout ({@link #SLICE}), as this class waits in slices of that length.
 */
public final class ReplyReader extends Reader {

    /** How often a waiting thread checks its deadline and whether it was interrupted. */
    public static final Duration SLICE = Duration.ofMillis(200);

    private final InputStream bytes;
    private final InputStreamReader in;
    private final int longest;
    private final char[] chunk = new char[2048];
    private long deadline;
    private long pauseEnd;
    private boolean pauseLimited;
    private Duration limit;
    private int left;
    private boolean shortened;
    private char last = '\n';

    ReplyReader(InputStream bytes, Charset encoding, Duration limit, int longest) {
        this.bytes = bytes;
        this.in = new InputStreamReader(bytes, encoding);
        this.longest = longest;
        this.limit = limit;
        expectReply(limit);
    }

    /** Starts the time limit of the next reply. */
    void expectReply(Duration withinLimit) {
        limit = withinLimit;
        deadline = System.nanoTime() + withinLimit.toNanos();
        left = longest;
        shortened = false;
        pauseLimited = false;
    }

    /** {@return the time limit of the next reply} */
    Duration limit() {
        return limit;
    }

    /** Limits the wait for the next line, within that for the reply. */
    void limitPause(Duration limitOfPause) {
        pauseEnd = System.nanoTime() + limitOfPause.toNanos();
        pauseLimited = true;
    }

    /** Ends the limit that {@link #limitPause} has set. */
    void endPause() {
        pauseLimited = false;
    }

    /** {@return whether there are bytes to read} */
    @Override
    public boolean ready() throws IOException {
        return in.ready() || bytes.available() > 0;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        // Each line feed may become two characters.
        int n = Math.max(1, Math.min(chunk.length, length / 2));
        int count = readChunk(n);
        if (count < 0) {
            if (last != '\n') {
                throw new FTPConnectionClosedException("the connection ended in the middle of a line");
            }
            return -1;
        }
        left -= count;
        if (left < 0) {
            throw new MalformedServerReplyException("a reply of more than " + longest + " characters");
        }
        int end = offset;
        for (int i = 0; i < count; i++) {
            if (chunk[i] == '\n' && last != '\r') {
                target[end++] = '\r';
            }
            last = chunk[i];
            target[end++] = last;
        }
        return end - offset;
    }

    private int readChunk(int length) throws IOException {
        while (true) {
            boolean interrupted = Thread.currentThread().isInterrupted();
            if (interrupted && !shortened) {
                shortened = true;
                deadline = Math.min(deadline, System.nanoTime() + ClientSettings.NOTICE_LIMIT.toNanos());
            }
            long now = System.nanoTime();
            if (now - deadline >= 0 || (pauseLimited && now - pauseEnd >= 0)) {
                throw interrupted
                        ? new InterruptedIOException("interrupted")
                        : new SocketTimeoutException("no answer within " + Text.duration(limit));
            }
            try {
                return in.read(chunk, 0, length);
            } catch (SocketTimeoutException slice) {
                // nothing arrived in this slice: check the deadline
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
