package io.github.ftplab.internal.protocol.recording;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;

/**
 * A file into which sessions are recorded, several at once. It is opened for each line only, so that it can be read at
 * any time, and nothing is left open. A recorder ends when another one begins with the file. Thread-safe.
 */
public final class RecordingFile {

    /** The first line of a recording; the number is the version of the format. */
    static final String HEADER = "ftplab-recording 1";

    private static final long MAX_BYTES = 128L << 20;

    private static final String OTHER = "another recorder has begun with the file: what follows is not in it";

    /** The recorders of this JVM that are in use. */
    private static final Set<RecordingFile> ALL = Collections.newSetFromMap(new WeakHashMap<>());

    private final Path file;
    private final long maxBytes;
    private final Consumer<String> warnings;
    private int sessions;
    private long written;
    private boolean ended;

    private RecordingFile(Path file, long maxBytes, Consumer<String> warnings) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.warnings = warnings;
    }

    /**
     * Creates or empties a file. On file systems with modes, only the owner can read a new one, as it contains files.
     *
     * @param warnings is told once why the recording has ended early
     */
    public static RecordingFile create(Path file, Consumer<String> warnings) throws IOException {
        return create(file, MAX_BYTES, warnings);
    }

    static RecordingFile create(Path file, long maxBytes, Consumer<String> warnings) throws IOException {
        if (!Files.exists(file)
                && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        synchronized (ALL) {
            for (var other : ALL) {
                if (other.writesTo(file)) {
                    other.end(OTHER);
                }
            }
            Files.writeString(file, HEADER + "\n");
            var created = new RecordingFile(file, maxBytes, warnings);
            ALL.add(created);
            return created;
        }
    }

    private boolean writesTo(Path other) throws IOException {
        return Files.exists(file) && Files.exists(other) && Files.isSameFile(file, other);
    }

    /** Begins to record a session. */
    public synchronized SessionRecording begin() {
        return new SessionRecording(this, ++sessions);
    }

    /** Adds lines of a session. */
    synchronized void add(int session, List<String> lines) {
        if (ended || lines.isEmpty()) {
            return;
        }
        if (isOthers()) {
            end(OTHER);
            return;
        }
        var text = new StringBuilder();
        for (var line : lines) {
            text.append(session).append(' ').append(line).append('\n');
        }
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (written + bytes.length > maxBytes) {
            end("the recording is full, " + maxBytes + " bytes: what follows is not in it");
            return;
        }
        written += bytes.length;
        try {
            Files.write(file, bytes, StandardOpenOption.APPEND);
        } catch (IOException e) {
            end("cannot write the recording, what follows is not in it: " + e);
        }
    }

    /** {@return whether another process writes to the file} Other recorders of this one say so themselves. */
    private boolean isOthers() {
        try {
            return Files.size(file) != HEADER.length() + 1 + written;
        } catch (IOException e) {
            return false; // Writing fails too, and says why.
        }
    }

    private synchronized void end(String why) {
        if (!ended) {
            ended = true;
            warnings.accept(why);
        }
    }
}
