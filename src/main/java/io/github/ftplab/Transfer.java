package io.github.ftplab;

import io.github.ftplab.internal.protocol.Text;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of transferring one file completely.
 *
 * <pre>{@code
 * var transfer = ftp.download("example.txt");
 * transfer.bytes();       // 6
 * transfer.toString();    // downloaded example.txt → ./example.txt (6 bytes, 1.2 ms)
 * }</pre>
 *
 * @param direction upload or download
 * @param remote the path on the server, as it was given or as the server chose it
 * @param local the local file; empty for a stream or a text
 * @param bytes how many bytes were transferred, or would be; 0 for an empty file, or one that was skipped
 * @param offset where in the file the transfer began; more than 0 only if an earlier one was resumed
 * @param duration from the first command to the server's final reply
 * @param outcome what happened to the file
 * @param check how it is known that everything arrived
 * @param samples the progress over time, oldest first: evenly from the first byte to the last, about 200 at most
 *     whatever the size; empty if nothing was transferred
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
     * @param direction upload or download
     * @param remote the path on the server
     * @param local the local file, if there was one
     * @param bytes how many bytes were transferred
     * @param offset where in the file the transfer began
     * @param duration from the first command to the server's final reply
     * @param outcome what happened to the file
     * @param check how it is known that everything arrived
     * @param samples the progress over time
     */
    public Transfer {
        samples = List.copyOf(samples);
    }

    /**
     * The progress at one moment.
     *
     * @param at the time since the beginning
     * @param bytes how many bytes had been transferred by then
     */
    public record Sample(Duration at, long bytes) {}

    /** The direction of a transfer. */
    public enum Direction {
        /** From the server to this machine. */
        DOWNLOAD,
        /** From this machine to the server. */
        UPLOAD
    }

    /** What happened to a file. */
    public enum Outcome {
        /** It was transferred from its first byte to its last. */
        WHOLE,
        /** Its missing rest was transferred, see {@link TransferOption#RESUME}. */
        RESUMED,
        /** It was appended to another file. */
        APPENDED,
        /** It was not transferred, because it existed already. */
        SKIPPED,
        /** It would be transferred, see {@link DirectoryOptions#dryRun}. */
        PLANNED
    }

    /** How it is known that everything arrived. */
    public enum Check {
        /** By the server's final reply alone (226), as the server has no SIZE. */
        REPLY,
        /** By the size of the file on the server (SIZE). */
        SIZE,
        /** By a digest of the file on the server (HASH, XSHA256, XMD5, XCRC …). */
        DIGEST
    }

    /**
     * {@return the speed in bytes per second, including opening and closing; 0 if nothing was transferred}
     *
     * <pre>{@code
     * ftp.download("example.txt").bytesPerSecond();
     * }</pre>
     */
    public double bytesPerSecond() {
        return bytes == 0 ? 0 : bytes * 1e9 / Math.max(1, duration.toNanos());
    }

    /** {@return a plot of its speed over time; {@link Plot#of} compares several transfers} */
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
