package io.github.ftplab.internal.client.listing;

import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.protocol.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.Charset;
import java.util.function.Consumer;

/**
 * Divides what a data connection brings into lines. A line ends in LF, and in the CR before it if there is one: any other
 * CR belongs to a name. Empty lines are left out.
 */
final class ListingSink implements WritableByteChannel {

    private static final int LONGEST_LINE = 1 << 20;

    /** What a line takes beside its text, once it is kept. */
    private static final int LINE_COST = 64;

    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private final Charset encoding;
    private final long most;
    private final Consumer<String> lines;
    private boolean empty = true;
    private long cost;

    /**
     * Makes the sink of one listing.
     *
     * @param encoding how names are written
     * @param most how many bytes there may be
     * @param lines is given each line
     */
    ListingSink(Charset encoding, long most, Consumer<String> lines) {
        this.encoding = encoding;
        this.most = most;
        this.lines = lines;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        var piece = new byte[bytes.remaining()];
        bytes.get(piece);
        int begin = 0;
        for (int i = 0; i < piece.length; i++) {
            if (piece[i] == '\n') {
                end(piece, begin, i);
                begin = i + 1;
            }
        }
        keep(piece, begin, piece.length);
        return piece.length;
    }

    private void end(byte[] piece, int begin, int end) throws IOException {
        if (begun.size() == 0) {
            line(piece, begin, end);
        } else {
            keep(piece, begin, end);
            finish();
        }
    }

    private void keep(byte[] piece, int begin, int end) throws IOException {
        if (begun.size() + end - begin > LONGEST_LINE) {
            throw tooLong("a line of more than " + Text.bytes(LONGEST_LINE));
        }
        begun.write(piece, begin, end - begin);
    }

    /** What came so far is a line. {@return whether there was something, so that the line had no end} */
    boolean finish() throws IOException {
        var bytes = begun.toByteArray();
        begun.reset();
        line(bytes, 0, bytes.length);
        return bytes.length > 0 && bytes[bytes.length - 1] != '\r';
    }

    private void line(byte[] bytes, int begin, int end) throws IOException {
        int length = end > begin && bytes[end - 1] == '\r' ? end - 1 - begin : end - begin;
        cost += length + LINE_COST;
        if (cost > most) {
            throw tooLong("more than " + Text.bytes(most));
        }
        if (length > 0) {
            empty = false;
            lines.accept(new String(bytes, begin, length, encoding));
        }
    }

    private static DataException tooLong(String what) {
        return new DataException(DataException.Stage.TOO_LONG, what, new IOException("too long"));
    }

    /** {@return whether no line has come} */
    boolean isEmpty() {
        return empty;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
