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
 * Counts the bytes of a transfer, notifies the progress listener a few times a second, and keeps a bounded number of
 * samples. It has no thread or clock of its own: the transfer reports bytes with their time.
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

    /** Records that a data connection was opened for the file from this offset on; called for each attempt. */
    public void begin(long at) {
        begin(at, 0);
    }

    /** Does the same, where some bytes before the offset are transferred again for comparison. */
    void begin(long at, long overlap) {
        boolean again = offset >= 0;
        offset = again ? Math.min(offset, at) : at;
        position = at - overlap;
        samples.removeIf(sample -> sample.bytes() >= bytes());
        if (!again) {
            samples.add(Transfer.Sample.of(Duration.ZERO, 0));
            report(Phase.RUNNING, System.nanoTime());
        }
    }

    /** Records transferred bytes. */
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
        samples.add(Transfer.Sample.of(Duration.ofNanos(lastSample), bytes()));
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

    /** Runs a transfer and reports its end. */
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

    /** Reports a failure; if the listener throws too, its exception does not replace the failure. */
    public void failed(Throwable reason) {
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
        if (listener != ProgressListener.NONE && (offset >= 0 || phase == Phase.FAILED)) {
            var progress = TransferProgress.builder(direction, remote)
                    .bytes(bytes())
                    .offset(offset())
                    .total(total.orElse(-1))
                    .elapsed(Duration.ofNanos(now - began))
                    .phase(phase)
                    .build();
            // Transfers of several sessions may share a listener, which is called for one at a time.
            synchronized (listener) {
                listener.accept(progress);
            }
        }
    }

    /** {@return the number of bytes transferred so far} */
    long bytes() {
        return Math.max(0, position - Math.max(0, offset));
    }

    /** {@return the position in the file up to which all bytes were transferred, as far as known locally} */
    long position() {
        return position;
    }

    /** {@return the offset at which the transfer began} */
    long offset() {
        return Math.max(0, offset);
    }

    /** {@return what was measured, and how it came out} */
    Transfer result(String name, Optional<Path> local, Transfer.Outcome outcome, Transfer.Check check) {
        var elapsed = Duration.ofNanos(System.nanoTime() - began);
        var transfer = Transfer.builder(direction, name)
                .bytes(bytes())
                .offset(offset())
                .duration(elapsed)
                .outcome(outcome)
                .check(check)
                .samples(samples());
        local.ifPresent(transfer::local);
        return transfer.build();
    }

    /** {@return the progress over time; the last sample has all bytes} */
    private List<Transfer.Sample> samples() {
        if (!samples.isEmpty() && samples.get(samples.size() - 1).bytes() < bytes()) {
            samples.add(Transfer.Sample.of(Duration.ofNanos(lastMoved), bytes()));
        }
        return List.copyOf(samples);
    }
}
