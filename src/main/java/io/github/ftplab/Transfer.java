package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.Text;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of transferring one file completely.
 *
 * <pre>{@code
 * var transfer = ftp.download("example.txt");
 * transfer.bytes();       // 6
 * transfer.toString();    // downloaded example.txt → ./example.txt (6 bytes, 1.2 ms)
 * }</pre>
 */
public final class Transfer {

    private final Direction direction;
    private final String remote;
    private final @Nullable Path local;
    private final long bytes;
    private final long offset;
    private final Duration duration;
    private final Outcome outcome;
    private final Check check;
    private final List<Sample> samples;

    private Transfer(Builder builder) {
        direction = builder.direction;
        remote = builder.remote;
        local = builder.local;
        bytes = builder.bytes;
        offset = builder.offset;
        duration = builder.duration;
        outcome = builder.outcome;
        check = builder.check;
        samples = builder.samples;
    }

    /**
     * Begins a result, as the client does for its own transfers; for tests of code that takes one.
     *
     * <pre>{@code
     * var transfer = Transfer.builder(Transfer.Direction.DOWNLOAD, "a.txt").local(Path.of("a.txt")).bytes(6).
     *         duration(Duration.ofMillis(3)).build();
     * var resumed = transfer.toBuilder().offset(1_000).outcome(Transfer.Outcome.RESUMED).
     *         check(Transfer.Check.DIGEST).samples(List.of(Transfer.Sample.of(Duration.ofMillis(3), 6))).build();
     * }</pre>
     *
     * @param direction upload or download
     * @param remote the path on the server, as it was given or as the server chose it
     * @return a builder for a file that was transferred completely and whose size was checked; all numbers are 0
     */
    public static Builder builder(Direction direction, String remote) {
        return new Builder(requireNonNull(direction, "direction"), requireNonNull(remote, "remote"));
    }

    /** {@return a builder with the values of this result, for a changed copy} */
    public Builder toBuilder() {
        var copy = builder(direction, remote)
                .bytes(bytes)
                .offset(offset)
                .duration(duration)
                .outcome(outcome)
                .check(check)
                .samples(samples);
        return local == null ? copy : copy.local(local);
    }

    /** {@return upload or download} */
    public Direction direction() {
        return direction;
    }

    /** {@return the path on the server, as it was given or as the server chose it} */
    public String remote() {
        return remote;
    }

    /** {@return the local file; empty for a stream or a text} */
    public Optional<Path> local() {
        return Optional.ofNullable(local);
    }

    /** {@return how many bytes were transferred, or would be; 0 for an empty file, or one that was skipped} */
    public long bytes() {
        return bytes;
    }

    /** {@return where in the file the transfer began; more than 0 only if an earlier one was resumed} */
    public long offset() {
        return offset;
    }

    /** {@return the time from the first command to the server's final reply} */
    public Duration duration() {
        return duration;
    }

    /** {@return what happened to the file} */
    public Outcome outcome() {
        return outcome;
    }

    /** {@return how complete arrival was checked} */
    public Check check() {
        return check;
    }

    /**
     * {@return the progress over time, oldest first: about 200 samples at most, whatever the size, evenly spread from
     * the first byte to the last; empty if nothing was transferred}
     */
    public List<Sample> samples() {
        return samples;
    }

    /** The progress at one moment. */
    public static final class Sample {

        private final Duration at;
        private final long bytes;

        private Sample(Duration at, long bytes) {
            this.at = requireNonNull(at, "at");
            this.bytes = bytes;
        }

        /**
         * Creates a sample, for tests of code that takes one.
         *
         * <pre>{@code
         * Transfer.Sample.of(Duration.ofSeconds(1), 1_000_000);
         * }</pre>
         *
         * @param at the time since the beginning
         * @param bytes how many bytes had been transferred by then
         * @return the sample
         */
        public static Sample of(Duration at, long bytes) {
            return new Sample(at, bytes);
        }

        /** {@return the time since the beginning} */
        public Duration at() {
            return at;
        }

        /** {@return how many bytes had been transferred by then} */
        public long bytes() {
            return bytes;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Sample that && at.equals(that.at) && bytes == that.bytes;
        }

        @Override
        public int hashCode() {
            return Objects.hash(at, bytes);
        }

        /** {@return the time and the bytes, such as {@code 1.2 s: 5 MB}} */
        @Override
        public String toString() {
            return Text.duration(at) + ": " + Text.bytes(bytes);
        }
    }

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
        /** The rest of it was transferred, see {@link TransferOption#RESUME}. */
        RESUMED,
        /** It was appended to another file. */
        APPENDED,
        /** It was not transferred, because it existed already. */
        SKIPPED,
        /** It would be transferred, see {@link DirectoryOptions#dryRun}. */
        PLANNED
    }

    /** How complete arrival was checked. */
    public enum Check {
        /** Only by the server's final reply (226), as the server has no SIZE. */
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
        var here = local().map(Transfer::shown);
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

    private List<@Nullable Object> parts() {
        return Arrays.asList(direction, remote, local, bytes, offset, duration, outcome, check, samples);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Transfer that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    /** Describes a {@link Transfer}. Not safe for use by several threads. */
    public static final class Builder {

        private final Direction direction;
        private final String remote;
        private @Nullable Path local;
        private long bytes;
        private long offset;
        private Duration duration = Duration.ZERO;
        private Outcome outcome = Outcome.WHOLE;
        private Check check = Check.SIZE;
        private List<Sample> samples = List.of();

        private Builder(Direction direction, String remote) {
            this.direction = direction;
            this.remote = remote;
        }

        /**
         * Sets the local file; none otherwise.
         *
         * @param local the local file
         * @return this builder
         */
        public Builder local(Path local) {
            this.local = requireNonNull(local, "local");
            return this;
        }

        /**
         * Sets how much was transferred.
         *
         * @param bytes how many bytes were transferred, or would be; 0 for an empty file, or one that was skipped
         * @return this builder
         */
        public Builder bytes(long bytes) {
            this.bytes = bytes;
            return this;
        }

        /**
         * Sets where the transfer began.
         *
         * @param offset where in the file the transfer began; more than 0 only if an earlier one was resumed
         * @return this builder
         */
        public Builder offset(long offset) {
            this.offset = offset;
            return this;
        }

        /**
         * Sets how long it took.
         *
         * @param duration from the first command to the server's final reply
         * @return this builder
         */
        public Builder duration(Duration duration) {
            this.duration = requireNonNull(duration, "duration");
            return this;
        }

        /**
         * Sets what happened to the file.
         *
         * @param outcome what happened to the file
         * @return this builder
         */
        public Builder outcome(Outcome outcome) {
            this.outcome = requireNonNull(outcome, "outcome");
            return this;
        }

        /**
         * Sets how complete arrival was checked.
         *
         * @param check how complete arrival was checked
         * @return this builder
         */
        public Builder check(Check check) {
            this.check = requireNonNull(check, "check");
            return this;
        }

        /**
         * Sets the progress over time.
         *
         * @param samples the samples, oldest first; they are copied
         * @return this builder
         */
        public Builder samples(List<Sample> samples) {
            this.samples = List.copyOf(requireNonNull(samples, "samples"));
            return this;
        }

        /** {@return the result} */
        public Transfer build() {
            return new Transfer(this);
        }

        /** {@return the text of what it builds} */
        @Override
        public String toString() {
            return build().toString();
        }
    }
}
