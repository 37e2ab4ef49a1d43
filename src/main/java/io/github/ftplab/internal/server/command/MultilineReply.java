package io.github.ftplab.internal.server.command;

import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.protocol.LineSink;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.server.control.Replies;
import io.github.ftplab.internal.server.control.ReplyFilter;
import io.github.ftplab.internal.server.file.FileFailures;
import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * Streams a reply of any number of lines over the control connection; waits until each part is written to the socket.
 */
final class MultilineReply implements LineSink {

    private static final int PART_CHARS = 4 * 1024;

    private final CommandContext x;
    private final int code;
    private final StringBuilder part = new StringBuilder();
    private boolean begun;

    private MultilineReply(CommandContext x, int code) {
        this.x = x;
        this.code = code;
    }

    /**
     * Sends a whole reply; {@link ReplyFilter} disconnects a client that does not read it. A failure after the first
     * part is reported in the last line, as a reply must end with the code that it began with (RFC 959, section 4.2).
     */
    static void send(CommandContext x, int code, String first, String last, LineSink.Source source) throws IOException {
        var parts = new MultilineReply(x, code);
        var imitated = x.imitated();
        var opening = imitated == null ? first : imitated.opening(code, first);
        parts.part.append(code).append('-').append(Text.oneLine(opening)).append("\r\n");
        try {
            source.writeTo(parts);
        } catch (IOException | RuntimeException e) {
            if (!parts.begun) {
                throw e;
            }
            if (e instanceof RuntimeException) {
                x.recorder().log().add(Level.ERROR, "%s: cannot complete a listing: %s".formatted(x.control(), e));
            }
            x.control().queue().isAborted();
            parts.flush();
            x.replyEnd(code, "Incomplete: " + FileFailures.reason(e) + ".");
            return;
        }
        parts.flush();
        x.replyEnd(code, last);
    }

    /** Indents the line, so that it can't be taken for the last line of the reply. */
    @Override
    public void write(String line) throws IOException {
        part.append(' ').append(line).append("\r\n");
        if (part.length() >= PART_CHARS) {
            flush();
        }
    }

    private void flush() throws IOException {
        begun = true;
        var written = x.session().write(Replies.verbatim(code, part.toString()));
        part.setLength(0);
        try {
            written.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server is shutting down");
        }
        if (!written.isWritten() || x.session().isClosing()) {
            throw new IOException("the client does not read the reply");
        }
    }
}
