package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.Text;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one file's transfer, as {@link FtpClient#onProgress} and {@link FtpClientBuilder#onProgress} report
 * it: at the beginning, a few times a second while it runs, and once at the end.
 *
 * <pre>{@code
 * ftp.onProgress(progress -> System.out.println(progress));
 * ftp.download("example.txt");    // example.txt: 6 bytes of 6 bytes, done
 * ftp.onProgress(progress -> progress.total().ifPresent(
 *         total -> System.out.println(progress.position() + " of " + total + ", left " + progress.timeLeft())));
 * }</pre>
 */
public final class TransferProgress {

    private final Transfer.Direction direction;
    private final String remote;
    private final long bytes;
    private final long offset;
    private final long total;
    private final Duration elapsed;
    private final Phase phase;

    private TransferProgress(Builder builder) {
        direction = builder.direction;
        remote = builder.remote;
        bytes = builder.bytes;
        offset = builder.offset;
        total = builder.total;
        elapsed = builder.elapsed;
        phase = builder.phase;
    }

    /**
     * Begins a report, as the client does for its own transfers; for tests of code that takes one.
     *
     * <pre>{@code
     * TransferProgress.builder(Transfer.Direction.DOWNLOAD, "large.iso").bytes(12_000_000).offset(0).total(60_000_000).
     *         elapsed(Duration.ofSeconds(3)).phase(TransferProgress.Phase.RUNNING).build();
     * // large.iso: 12 MB of 60 MB, 4 MB/s, 12 s left
     * }</pre>
     *
     * @param direction upload or download
     * @param remote the file's path on the server, as it was given; empty if the server chooses the name
     * @return a builder for a running transfer of a file of unknown size; everything else is 0
     */
    public static Builder builder(Transfer.Direction direction, String remote) {
        return new Builder(requireNonNull(direction, "direction"), requireNonNull(remote, "remote"));
    }

    /** {@return upload or download} */
    public Transfer.Direction direction() {
        return direction;
    }

    /** {@return the file's path on the server, as it was given; empty if the server chooses the name} */
    public String remote() {
        return remote;
    }

    /** {@return how many bytes have been transferred, 0 at the beginning} */
    public long bytes() {
        return bytes;
    }

    /** {@return where in the file the transfer began; more than 0 only if an earlier one is resumed} */
    public long offset() {
        return offset;
    }

    /** {@return the size of the whole file in bytes; empty if it is not known} */
    public OptionalLong total() {
        return total < 0 ? OptionalLong.empty() : OptionalLong.of(total);
    }

    /** {@return the time since the transfer began} */
    public Duration elapsed() {
        return elapsed;
    }

    /** {@return the state of the transfer} */
    public Phase phase() {
        return phase;
    }

    /** The state of a transfer. */
    public enum Phase {
        /** It is running. */
        RUNNING,
        /** It has succeeded, and the file is in its place. */
        DONE,
        /** It has failed; the call that began it throws the error. */
        FAILED
    }

    /** {@return how many bytes of the file are at the target: what was there before and what has been transferred} */
    public long position() {
        return offset + bytes;
    }

    /**
     * {@return the speed since the beginning, in bytes per second; 0 if nothing has been transferred}
     *
     * <pre>{@code
     * ftp.onProgress(progress -> System.out.println(progress.bytesPerSecond()));
     * }</pre>
     */
    public double bytesPerSecond() {
        return bytes == 0 ? 0 : bytes * 1e9 / Math.max(1, elapsed.toNanos());
    }

    /**
     * {@return how long the rest will take at this speed; empty if the size is unknown or nothing has been
     * transferred}
     */
    public Optional<Duration> timeLeft() {
        if (total < 0 || bytes == 0) {
            return Optional.empty();
        }
        double seconds = Math.max(0, total - position()) / bytesPerSecond();
        return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    /** {@return one line, such as {@code large.iso: 12 MB of 60 MB, 4 MB/s, 12 s left}} */
    @Override
    public String toString() {
        var text = new StringBuilder(Text.visible(remote)).append(": ").append(Text.bytes(position()));
        total().ifPresent(all -> text.append(" of ").append(Text.bytes(all)));
        if (bytes > 0) {
            text.append(", ").append(Text.bytes(Math.round(bytesPerSecond()))).append("/s");
        }
        switch (phase) {
            case RUNNING ->
                timeLeft()
                        .ifPresent(left ->
                                text.append(", ").append(Text.duration(left)).append(" left"));
            case DONE -> text.append(", done");
            case FAILED -> text.append(", failed");
        }
        return text.toString();
    }

    private List<Object> parts() {
        return List.of(direction, remote, bytes, offset, total, elapsed, phase);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TransferProgress that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    /** Describes a {@link TransferProgress}. Not safe for use by several threads. */
    public static final class Builder {

        private final Transfer.Direction direction;
        private final String remote;
        private long bytes;
        private long offset;
        private long total = -1;
        private Duration elapsed = Duration.ZERO;
        private Phase phase = Phase.RUNNING;

        private Builder(Transfer.Direction direction, String remote) {
            this.direction = direction;
            this.remote = remote;
        }

        /**
         * Sets how much has been transferred.
         *
         * @param bytes how many bytes have been transferred, 0 at the beginning
         * @return this builder
         */
        public Builder bytes(long bytes) {
            this.bytes = bytes;
            return this;
        }

        /**
         * Sets where the transfer began.
         *
         * @param offset where in the file the transfer began; more than 0 only if an earlier one is resumed
         * @return this builder
         */
        public Builder offset(long offset) {
            this.offset = offset;
            return this;
        }

        /**
         * Sets the size of the whole file; unknown by default.
         *
         * @param total bytes; a negative number if it is unknown
         * @return this builder
         */
        public Builder total(long total) {
            this.total = Math.max(-1, total);
            return this;
        }

        /**
         * Sets how long it has been running.
         *
         * @param elapsed the time since the transfer began
         * @return this builder
         */
        public Builder elapsed(Duration elapsed) {
            this.elapsed = requireNonNull(elapsed, "elapsed");
            return this;
        }

        /**
         * Sets the state of the transfer; running by default.
         *
         * @param phase the state
         * @return this builder
         */
        public Builder phase(Phase phase) {
            this.phase = requireNonNull(phase, "phase");
            return this;
        }

        /** {@return the report} */
        public TransferProgress build() {
            return new TransferProgress(this);
        }

        /** {@return the text of what it builds} */
        @Override
        public String toString() {
            return build().toString();
        }
    }
}
