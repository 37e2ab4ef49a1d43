package io.github.ftplab;

import io.github.ftplab.internal.protocol.Text;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The progress of one file's transfer, as {@link FtpClient#onProgress} and {@link FtpClientBuilder#onProgress} report it:
 * at the beginning, a few times a second while it runs, and once at the end.
 *
 * <pre>{@code
 * ftp.onProgress(progress -> System.out.println(progress));
 * ftp.download("example.txt");    // example.txt: 6 bytes of 6 bytes, done
 * ftp.onProgress(progress -> progress.total().ifPresent(
 *         total -> System.out.println(progress.position() + " of " + total + ", left " + progress.timeLeft())));
 * }</pre>
 *
 * @param direction upload or download
 * @param remote the file's path on the server, as it was given; empty if the server chooses the name
 * @param bytes how many bytes have been transferred, 0 at the beginning
 * @param offset where in the file the transfer began; more than 0 only if an earlier one is resumed
 * @param total the size of the whole file in bytes; empty if it is not known
 * @param elapsed the time since the transfer began
 * @param phase whether it is running
 */
public record TransferProgress(
        Transfer.Direction direction,
        String remote,
        long bytes,
        long offset,
        OptionalLong total,
        Duration elapsed,
        Phase phase) {

    /** The state of a transfer. */
    public enum Phase {
        /** It is running. */
        RUNNING,
        /** It has succeeded, and the file is in its place. */
        DONE,
        /** It has failed; the call that began it throws the error. */
        FAILED
    }

    /** {@return how much of the file is there, in bytes: what was there before and what has been transferred} */
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

    /** {@return how long the rest will take at this speed; empty if the size is unknown or nothing has been transferred} */
    public Optional<Duration> timeLeft() {
        if (total.isEmpty() || bytes == 0) {
            return Optional.empty();
        }
        double seconds = Math.max(0, total.getAsLong() - position()) / bytesPerSecond();
        return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    /** {@return one line, such as {@code large.iso: 12 MB of 60 MB, 4 MB/s, 12 s left}} */
    @Override
    public String toString() {
        var text = new StringBuilder(Text.visible(remote)).append(": ").append(Text.bytes(position()));
        total.ifPresent(all -> text.append(" of ").append(Text.bytes(all)));
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
}
