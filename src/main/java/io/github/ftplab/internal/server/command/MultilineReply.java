package io.github.ftplab.internal.server.command;

import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.protocol.LineSink;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.server.control.ReplyFilter;
import io.github.ftplab.internal.server.file.FileFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.apache.ftpserver.ftplet.DefaultFtpReply;

/** Sends a reply of any number of lines over the control connection, and waits for the client to take each part. */
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
     * Sends a whole reply; {@link ReplyFilter} ends the wait for a client that reads nothing of it. What fails after
     * the first part is out is told in the last line, as a reply ends with the code that it began with (RFC 959,
     * section 4.2).
     */
    static void send(CommandContext x, int code, String first, String last, LineSink.Source source) throws IOException {
        var parts = new MultilineReply(x, code);
        parts.part.append(code).append('-').append(Text.oneLine(first)).append("\r\n");
        try {
            source.writeTo(parts);
        } catch (IOException | RuntimeException e) {
            if (!parts.begun) {
                throw e;
            }
            if (e instanceof RuntimeException) {
                x.recorder().log().add(Level.ERROR, "%s: a listing failed: %s".formatted(x.control(), e));
            }
            x.control().queue().isAborted();
            parts.flush();
            x.reply(code, "Not complete: " + FileFailures.reason(e) + ".");
            return;
        }
        parts.flush();
        x.reply(code, last);
    }

    /** A blank comes first, so that no line can be taken for the reply's last. */
    @Override
    public void write(String line) throws IOException {
        part.append(' ').append(line).append("\r\n");
        if (part.length() >= PART_CHARS) {
            flush();
        }
    }

    private void flush() throws IOException {
        begun = true;
        var written = x.session().write(new Part(code, part.toString()));
        part.setLength(0);
        try {
            written.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server ends");
        }
        if (!written.isWritten() || x.session().isClosing()) {
            throw new IOException("the client does not read the reply");
        }
    }

    /** Some lines of a reply, as they go out. */
    private static final class Part extends DefaultFtpReply {

        private final String lines;

        Part(int code, String lines) {
            super(code, lines);
            this.lines = lines;
        }

        @Override
        public String toString() {
            return lines;
        }
    }
}
