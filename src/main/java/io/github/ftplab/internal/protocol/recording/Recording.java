package io.github.ftplab.internal.protocol.recording;

import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.protocol.recording.RecordedEvent.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * A recording that was read.
 *
 * @param name the file's name
 * @param sessions the events of each session, in the order in which the clients connected; at least one
 */
public record Recording(String name, List<List<RecordedEvent>> sessions) {

    private static final long MAX_BYTES = 256L << 20;

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it is no recording, or of a later version; the message has the line
     * @throws IOException if it can't be read
     */
    public static Recording read(Path file) throws IOException {
        var name = String.valueOf(file.getFileName());
        if (Files.size(file) > MAX_BYTES) {
            throw new IllegalArgumentException(name + " is too long for a recording");
        }
        var sessions = new TreeMap<Integer, List<RecordedEvent>>();
        try (var lines = Files.newBufferedReader(file)) {
            var first = lines.readLine();
            if (first == null || !first.startsWith("ftplab-recording ")) {
                throw new IllegalArgumentException(
                        name + " is no recording: it does not begin with \"" + RecordingFile.HEADER + "\"");
            }
            if (!first.equals(RecordingFile.HEADER)) {
                throw new IllegalArgumentException(
                        name + " has a format that this version of FtpLab does not know: " + first);
            }
            int number = 1;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    read(name, number, line, sessions);
                }
            }
        }
        if (sessions.isEmpty()) {
            throw new IllegalArgumentException(name + " has no session");
        }
        return new Recording(name, List.copyOf(sessions.values()));
    }

    private static int session(String word) {
        long number = Text.number(word);
        if (number < 1 || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no number of a session: " + word);
        }
        return (int) number;
    }

    private static void read(String name, int number, String line, TreeMap<Integer, List<RecordedEvent>> sessions) {
        try {
            var words = line.split(" ", 3);
            int session = session(words[0]);
            var kind = Kind.valueOf(words[1].toUpperCase(Locale.ROOT));
            var rest = words.length > 2 ? words[2] : "";
            boolean isData = kind == Kind.SENT || kind == Kind.RECEIVED;
            var event = isData
                    ? new RecordedEvent(number, kind, "", RecordingText.decode(rest))
                    : RecordedEvent.of(number, kind, RecordingText.unescape(rest));
            sessions.computeIfAbsent(session, any -> new ArrayList<>()).add(event);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "line %d of %s is not understood: %s", number, name, e.getMessage()), e);
        }
    }
}
