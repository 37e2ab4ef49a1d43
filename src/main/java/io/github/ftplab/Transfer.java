package io.github.ftplab;

import io.github.ftplab.internal.protocol.Text;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A file that was moved, as a whole.
 *
 * <pre>{@code
 * var transfer = ftp.download("example.txt");
 * transfer.bytes();       // 6
 * transfer.toString();    // downloaded example.txt → ./example.txt (6 bytes, 1.2 ms)
 * }</pre>
 *
 * @param direction which way
 * @param remote the path on the server, as it was given or as the server chose it
 * @param local the file on this side; empty if there was none, but a stream or a text
 * @param bytes how many bytes were moved, or would be; 0 for an empty file, or one that was skipped
 * @param offset where in the file that began; more than 0 only if an earlier transfer was resumed
 * @param duration from the first command to the server's word that it is done
 * @param outcome what became of it
 * @param check how it is known that all has arrived
 * @param samples how much had been moved when, oldest first: from the first byte to the last, evenly, at most about
 *     200 whatever the size; empty if nothing was moved
 */
public record Transfer(
        Direction direction,
        String remote,
        Optional<Path> local,
        long bytes,
        long offset,
        Duration duration,
        Outcome outcome,
        Check check,
        List<Sample> samples) {

    /**
     * Made by the client; keeps a copy of the samples.
     *
     * @param direction which way
     * @param remote the path on the server
     * @param local the file on this side, if there was one
     * @param bytes how many bytes were moved
     * @param offset where in the file that began
     * @param duration from the first command to the server's word that it is done
     * @param outcome what became of it
     * @param check how it is known that all has arrived
     * @param samples how much had been moved when
     */
    public Transfer {
        samples = List.copyOf(samples);
    }

    /**
     * How much had been moved at one moment.
     *
     * @param at how long after the beginning
     * @param bytes how many bytes until then
     */
    public record Sample(Duration at, long bytes) {}

    /** Which way a file was moved. */
    public enum Direction {
        /** From the server to this side. */
        DOWNLOAD,
        /** From this side to the server. */
        UPLOAD
    }

    /** What became of a file. */
    public enum Outcome {
        /** All of it was moved. */
        WHOLE,
        /** What was missing of it was moved, see {@link TransferOption#RESUME}. */
        RESUMED,
        /** It was added to the end of another. */
        APPENDED,
        /** Nothing was moved, as it was there already. */
        SKIPPED,
        /** Nothing was moved: this is what would be, see {@link DirectoryOptions#dryRun}. */
        PLANNED
    }

    /** How it is known that all has arrived. */
    public enum Check {
        /** By the server's word alone (226), as it does not tell sizes. */
        REPLY,
        /** By the size of the file on the server (SIZE). */
        SIZE,
        /** By a digest of the file on the server (HASH, XSHA256, XMD5, XCRC …). */
        DIGEST
    }

    /**
     * {@return the speed in bytes per second, opening and closing included; 0 if nothing was moved}
     *
     * <pre>{@code
     * ftp.download("example.txt").bytesPerSecond();
     * }</pre>
     */
    public double bytesPerSecond() {
        return bytes == 0 ? 0 : bytes * 1e9 / Math.max(1, duration.toNanos());
    }

    /** {@return its speed over time; {@link Plot#of} compares several} */
    public Plot plot() {
        return Plot.of(List.of(this));
    }

    /** {@return one line, such as {@code downloaded example.txt → ./example.txt (6 bytes, 1.2 ms)}} */
    @Override
    public String toString() {
        var here = local.map(Transfer::shown);
        var route = direction == Direction.DOWNLOAD
                ? remote + here.map(path -> " → " + path).orElse("")
                : here.map(path -> path + " → ").orElse("") + remote;
        if (outcome == Outcome.SKIPPED) {
            return "skipped " + Text.visible(route) + " (it is there already)";
        }
        var speed = bytes < 1_000_000 ? "" : ", " + Text.bytes(Math.round(bytesPerSecond())) + "/s";
        var from = outcome == Outcome.RESUMED ? " after the first " + Text.bytes(offset) : "";
        return verb() + " " + Text.visible(route) + " (" + Text.bytes(bytes) + from + ", " + Text.duration(duration)
                + speed + ")";
    }

    private String verb() {
        return switch (outcome) {
            case APPENDED -> "appended";
            case RESUMED -> direction == Direction.DOWNLOAD ? "resumed download" : "resumed upload";
            case PLANNED -> direction == Direction.DOWNLOAD ? "would download" : "would upload";
            default -> direction == Direction.DOWNLOAD ? "downloaded" : "uploaded";
        };
    }

    private static String shown(Path path) {
        boolean bare = !path.isAbsolute() && path.getNameCount() == 1;
        return bare ? "." + File.separator + path : path.toString();
    }
}
