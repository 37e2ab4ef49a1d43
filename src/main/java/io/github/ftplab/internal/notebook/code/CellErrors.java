package io.github.ftplab.internal.notebook.code;

import io.github.ftplab.internal.repl.LastFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The error of a cell as a notebook shows it: messages and causes, the call that was typed, and a hint where the compiler
 * does not know a name from another FTP library. Colours are kept.
 */
public final class CellErrors {

    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");
    private static final Pattern FRAME = Pattern.compile("\\s*at (?:[\\w.]+/)?(?<method>\\S+)\\(.*");
    private static final Pattern FRAMES_LEFT_OUT = Pattern.compile("\\s*\\.\\.\\. \\d+ more");
    private static final Pattern JDK = Pattern.compile("(?:java|javax|jdk|sun)\\..*");
    private static final String LIBRARY = "io.github.ftplab.";
    /** An exception that has kept its whole trace itself, and shows only the end of it. */
    private static final String KEEPS_ITS_TRACE = LIBRARY + "FtpException$";

    private static final String CAUSE = "Caused by: ";

    /** The line that tells where the rest of a trace is. */
    private static final String WHOLE_TRACE = "(the whole trace: FtpException.lastTrace())";

    private final List<String> shown = new ArrayList<>();
    private final List<String> frames = new ArrayList<>();
    private boolean isCause;

    private CellErrors() {}

    /** {@return the lines to show} An error that has nothing to do with this library stays as it is. */
    public static List<String> shown(List<String> lines) {
        var plain = lines.stream().map(CellErrors::plain).toList();
        if (plain.stream().noneMatch(CellErrors::isOfLibrary)) {
            var hint = Habits.hint(String.join("\n", plain));
            return hint.map(text -> with(lines, text)).orElse(lines);
        }
        if (plain.stream().noneMatch(line -> line.startsWith(KEEPS_ITS_TRACE))) {
            LastFailure.keep(plain.stream().collect(Collectors.joining("\n")));
        }
        var errors = new CellErrors();
        lines.forEach(errors::add);
        errors.endOfFrames();
        return with(errors.shown, WHOLE_TRACE);
    }

    private static List<String> with(List<String> lines, String last) {
        var all = new ArrayList<>(lines);
        all.add(last);
        return all;
    }

    private void add(String line) {
        var plain = plain(line);
        if (FRAME.matcher(plain).matches()) {
            frames.add(line);
        } else if (!FRAMES_LEFT_OUT.matcher(plain).matches()) {
            endOfFrames();
            isCause = isCause || plain.startsWith(CAUSE);
            shown.add(line);
        }
    }

    /** Keeps what begins with the typed call; the frames of a cause are of no use. */
    private void endOfFrames() {
        int call = 0;
        for (int i = 0; i < frames.size(); i++) {
            var plain = plain(frames.get(i));
            if (isOfLibrary(plain)) {
                call = i;
            } else if (!isOfJdk(plain)) {
                break;
            }
        }
        if (!isCause) {
            shown.addAll(frames.subList(call, frames.size()));
        }
        frames.clear();
    }

    private static boolean isOfLibrary(String line) {
        return method(line).startsWith(LIBRARY);
    }

    private static boolean isOfJdk(String line) {
        return JDK.matcher(method(line)).matches();
    }

    /** {@return the method of a frame, with its class; empty for another line} */
    private static String method(String line) {
        var frame = FRAME.matcher(line);
        return frame.matches() ? frame.group("method") : "";
    }

    private static String plain(String line) {
        return COLOUR.matcher(line).replaceAll("");
    }
}
