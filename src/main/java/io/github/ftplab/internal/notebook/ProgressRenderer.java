package io.github.ftplab.internal.notebook;

import io.github.ftplab.TransferProgress;
import io.github.ftplab.internal.protocol.Text;
import java.util.ArrayList;
import java.util.Locale;

/** Renders the progress of a transfer: a bar, the rate and the time left. */
final class ProgressRenderer {

    private static final int WIDTH = 24;
    private static final int TERMINAL = 79;
    private static final String NO_WRAP = "\u001B[?7l";
    private static final String WRAP = "\u001B[?7h";
    private static final String ERASE = "\u001B[K";

    private ProgressRenderer() {}

    static String bar(TransferProgress progress) {
        var all = progress.total();
        var failed = progress.phase() == TransferProgress.Phase.FAILED;
        var bar = new StringBuilder("<progress style=\"width:20em;accent-color:currentColor\" aria-label=\"")
                .append(Html.text(progress.remote()))
                .append('"');
        if (progress.phase() == TransferProgress.Phase.DONE) {
            bar.append(" max=\"1\" value=\"1\"");
        } else if (all.isPresent()) {
            bar.append(String.format(
                    Locale.ROOT, " max=\"%d\" value=\"%d\"", Math.max(1, all.getAsLong()), progress.position()));
        }
        return Html.page(
                "<p role=\"status\">" + Html.name(progress.remote()) + " " + bar + "></progress> <span class=\"n"
                        + (failed ? " bad" : "") + "\">" + Html.text(details(progress)) + "</span></p>");
    }

    /**
     * {@return a line that overwrites the previous one in a terminal}
     *
     * @param isAscii whether the terminal shows nothing but ASCII
     * @param hasControls whether it knows control sequences; a line that is wider than the terminal is then cut off and
     *     not continued below, where the next one would not overwrite it
     */
    static String overwriting(TransferProgress progress, boolean isAscii, boolean hasControls) {
        var line = isAscii ? ascii(line(progress)) : line(progress);
        return hasControls ? "\r" + NO_WRAP + ERASE + line.stripTrailing() + WRAP : "\r" + line;
    }

    private static String ascii(String line) {
        return line.replace('█', '#').replace('░', '.').replace('…', '~').replaceAll("[^ -~]", "?");
    }

    /** {@return a line for a terminal, padded so that it overwrites the previous one} */
    static String line(TransferProgress progress) {
        double share = progress.total().isPresent()
                ? (double) progress.position() / Math.max(1, progress.total().getAsLong())
                : 0;
        int filled = (int) Math.round(Math.min(1, share) * WIDTH);
        var rest = " " + "█".repeat(filled) + "░".repeat(WIDTH - filled) + " " + details(progress);
        var line = shortened(Text.visible(progress.remote()), TERMINAL - rest.length()) + rest;
        return line + " ".repeat(Math.max(0, TERMINAL - line.length()));
    }

    /** Shortens the name so that the line fits: a wrapped line can't be overwritten. */
    private static String shortened(String name, int width) {
        return name.length() <= width ? name : "…" + name.substring(name.length() - Math.max(0, width - 1));
    }

    private static String details(TransferProgress progress) {
        var parts = new ArrayList<String>();
        parts.add(Text.bytes(progress.position())
                + (progress.total().isPresent()
                        ? " of " + Text.bytes(progress.total().getAsLong())
                        : ""));
        parts.add(Text.bytes(Math.round(progress.bytesPerSecond())) + "/s");
        switch (progress.phase()) {
            case RUNNING -> progress.timeLeft().ifPresent(left -> parts.add(Text.duration(left) + " left"));
            case DONE -> parts.add("done");
            case FAILED -> parts.add("failed");
        }
        return String.join(", ", parts);
    }
}
