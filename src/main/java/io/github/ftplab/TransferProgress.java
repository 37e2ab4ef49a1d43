package io.github.ftplab;

import io.github.ftplab.internal.protocol.Text;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the transfer of a file has come, as {@link FtpClient#onProgress} and {@link FtpClientBuilder#onProgress} tell
 * it: when it begins, a few times a second while it runs, and once at its end.
 *
 * <pre>{@code
 * ftp.onProgress(progress -> System.out.println(progress));
 * ftp.download("example.txt");    // example.txt: 6 bytes of 6 bytes, done
 * ftp.onProgress(progress -> progress.total().ifPresent(
 *         total -> System.out.println(progress.position() + " of " + total + ", left " + progress.timeLeft())));
 * }</pre>
 *
 * @param direction which way
 * @param remote the file's path on the server, as it was given; empty if the server chooses the name
 * @param bytes how many bytes have been moved, 0 at the beginning
 * @param offset where in the file that began; more than 0 only if an earlier transfer is resumed
 * @param total the size of the whole file in bytes; empty if it is not known
 * @param elapsed since the transfer began
 * @param phase whether it goes on
 */
public record TransferProgress(
        Transfer.Direction direction,
        String remote,
        long bytes,
        long offset,
        OptionalLong total,
        Duration elapsed,
        Phase phase) {

    /** Whether a transfer goes on. */
    public enum Phase {
        /** It goes on. */
        RUNNING,
        /** It has ended, and all is in its place. */
        DONE,
        /** It has ended by an error, which the call that began it throws. */
        FAILED
    }

    /** {@return how much of the file is there, in bytes: what was there before and what has been moved} */
    public long position() {
        return offset + bytes;
    }

    /**
     * {@return the speed since the beginning, in bytes per second; 0 if nothing was moved}
     *
     * <pre>{@code
     * ftp.onProgress(progress -> System.out.println(progress.bytesPerSecond()));
     * }</pre>
     */
    public double bytesPerSecond() {
        return bytes == 0 ? 0 : bytes * 1e9 / Math.max(1, elapsed.toNanos());
    }

    /** {@return how long the rest will take at this speed; empty if the size is unknown or nothing was moved yet} */
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
