package io.github.ftplab.internal.client.listing;

import io.github.ftplab.Listing;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.protocol.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the entries of a listing as they come, so that it can be of any length. */
final class ListingSink implements WritableByteChannel {

    private static final int LONGEST_LINE = 64 << 10;

    /** How much of what is not understood is kept, in characters. */
    private static final int MOST_UNREAD = 64 << 10;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Charset encoding;
    private final String directory;
    private final Consumer<RemoteFile> action;
    private final List<String> unread = new ArrayList<>();
    private @Nullable ListFormat format;
    private boolean empty = true;
    private long entries;
    private int room = MOST_UNREAD;

    /** The format, if it is known; else it is found out by the lines. */
    ListingSink(Charset encoding, @Nullable ListFormat format, String directory, Consumer<RemoteFile> action) {
        this.encoding = encoding;
        this.format = format;
        this.directory = directory;
        this.action = action;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        var piece = new byte[bytes.remaining()];
        bytes.get(piece);
        int begin = 0;
        for (int i = 0; i < piece.length; i++) {
            if (piece[i] == '\n') {
                add(piece, begin, i);
                finish();
                begin = i + 1;
            }
        }
        add(piece, begin, piece.length);
        return piece.length;
    }

    private void add(byte[] piece, int begin, int end) throws IOException {
        if (line.size() + end - begin > LONGEST_LINE) {
            throw new DataException(
                    DataException.Stage.TOO_LONG,
                    "a line of more than " + Text.bytes(LONGEST_LINE),
                    new IOException("too long"));
        }
        line.write(piece, begin, end - begin);
    }

    /** What came so far is a line. {@return whether there was something, so that the line had no end} */
    boolean finish() {
        var text = line.toString(encoding);
        line.reset();
        var entry = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        if (entry.isEmpty()) {
            return false;
        }
        empty = false;
        var lines = List.of(entry);
        var known = format == null ? ListFormats.of(lines).orElse(null) : format;
        format = known;
        if (known != null) {
            known.read(lines, directory, this::notUnderstood).forEach(file -> {
                entries++;
                action.accept(file);
            });
        } else if (!ListFormats.isFrame(entry)) {
            notUnderstood(entry);
        }
        return !text.endsWith("\r");
    }

    private void notUnderstood(String entry) {
        if (room > 0) {
            unread.add(entry);
            room -= entry.length();
        }
    }

    /** {@return what to say about all of it} */
    Listing.Summary summary(Optional<String> truncated) {
        return Listing.Summary.of(entries, unread, truncated);
    }

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
