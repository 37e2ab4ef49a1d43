package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.Transfer;
import io.github.ftplab.TransferProgress;
import io.github.ftplab.TransferProgress.Phase;
import io.github.ftplab.internal.client.data.ByteCounter;
import io.github.ftplab.internal.client.settings.ProgressListener;
import io.github.ftplab.internal.protocol.RateLimiter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Counts what one transfer moves, tells its listener a few times a second, and keeps a bounded number of samples. It
 * has no thread and no clock of its own: who moves bytes says how many and when.
 */
public final class TransferMeter implements ByteCounter {

    private static final long BETWEEN_REPORTS = Duration.ofMillis(200).toNanos();
    private static final long FIRST_INTERVAL = Duration.ofMillis(1).toNanos();
    private static final int MOST_SAMPLES = 200;

    private final Transfer.Direction direction;
    private final String remote;
    private final RateLimiter rateLimiter;
    private final Consumer<TransferProgress> listener;
    private final long began = System.nanoTime();
    private final List<Transfer.Sample> samples = new ArrayList<>();
    private long interval = FIRST_INTERVAL;
    private long lastSample;
    private long lastReport;
    private long lastMoved;
    private OptionalLong total = OptionalLong.empty();
    private long offset = -1;
    private long position;

    public TransferMeter(
            Transfer.Direction direction, String remote, RateLimiter rateLimiter, Consumer<TransferProgress> listener) {
        this.direction = direction;
        this.remote = remote;
        this.rateLimiter = rateLimiter;
        this.listener = listener;
    }

    TransferMeter total(OptionalLong bytes) {
        total = bytes;
        return this;
    }

    @Override
    public RateLimiter rateLimiter() {
        return rateLimiter;
    }

    /** A data connection was opened, for what follows this offset in the file; once more if the first one broke. */
    public void begin(long at) {
        begin(at, 0);
    }

    /** Does the same where some bytes before the offset are moved again, only to be compared. */
    void begin(long at, long overlap) {
        boolean again = offset >= 0;
        offset = again ? Math.min(offset, at) : at;
        position = at - overlap;
        samples.removeIf(sample -> sample.bytes() >= bytes());
        if (!again) {
            samples.add(new Transfer.Sample(Duration.ZERO, 0));
            report(Phase.RUNNING, System.nanoTime());
        }
    }

    /** So many bytes were moved. */
    @Override
    public void moved(long count, long now) {
        position += count;
        lastMoved = now - began;
        if (now - began - lastSample >= interval) {
            sample(now);
        }
        if (now - lastReport >= BETWEEN_REPORTS) {
            report(Phase.RUNNING, now);
        }
    }

    private void sample(long now) {
        lastSample = now - began;
        samples.add(new Transfer.Sample(Duration.ofNanos(lastSample), bytes()));
        if (samples.size() > MOST_SAMPLES) {
            interval *= 2;
            var every = new ArrayList<Transfer.Sample>();
            for (int i = 0; i < samples.size(); i += 2) {
                every.add(samples.get(i));
            }
            samples.clear();
            samples.addAll(every);
        }
    }

    /** Does all of a transfer, and tells of its end. */
    <T, E extends Exception> T over(Measured<T, E> transfer) throws E {
        try {
            var result = transfer.run();
            report(Phase.DONE, System.nanoTime());
            return result;
        } catch (Throwable e) {
            failed(e);
            throw e;
        }
    }

    /** A transfer. */
    interface Measured<T, E extends Exception> {

        T run() throws E;
    }

    /** Tells of an end that is already being thrown; if the listener throws as well, that does not hide the reason. */
    void failed(Throwable reason) {
        try {
            report(Phase.FAILED, System.nanoTime());
        } catch (RuntimeException e) {
            if (e != reason) {
                reason.addSuppressed(e);
            }
        }
    }

    void done() {
        report(Phase.DONE, System.nanoTime());
    }

    private void report(Phase phase, long now) {
        lastReport = now;
        if (listener != ProgressListener.NOBODY && (offset >= 0 || phase == Phase.FAILED)) {
            var progress = new TransferProgress(
                    direction, remote, bytes(), Math.max(0, offset), total, Duration.ofNanos(now - began), phase);
            // Transfers of several sessions may share a listener: one call at a time.
            synchronized (listener) {
                listener.accept(progress);
            }
        }
    }

    /** {@return how many bytes were moved so far} */
    long bytes() {
        return Math.max(0, position - Math.max(0, offset));
    }

    /** {@return up to where in the file all was moved, as far as this side can tell} */
    long position() {
        return position;
    }

    /** {@return where in the file that began} */
    long offset() {
        return Math.max(0, offset);
    }

    /** {@return what was measured, and how it came out} */
    Transfer result(String name, Optional<Path> local, Transfer.Outcome outcome, Transfer.Check check) {
        var elapsed = Duration.ofNanos(System.nanoTime() - began);
        return new Transfer(direction, name, local, bytes(), offset(), elapsed, outcome, check, samples());
    }

    /** {@return how much had been moved when, the last sample being all of it} */
    private List<Transfer.Sample> samples() {
        if (!samples.isEmpty() && samples.get(samples.size() - 1).bytes() < bytes()) {
            samples.add(new Transfer.Sample(Duration.ofNanos(lastMoved), bytes()));
        }
        return List.copyOf(samples);
    }
}
