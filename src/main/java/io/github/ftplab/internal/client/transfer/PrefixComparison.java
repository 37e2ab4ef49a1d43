package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.Transfer;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.data.DataExchange;
import io.github.ftplab.internal.client.failure.LocalException;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.client.settings.ProgressListener;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;

/**
 * Compares the beginning of a local file with a file on the server: by a digest if the server offers one, otherwise by
 * downloading parts of it. Up to {@link #READ_BACK_WHOLE} the whole file is read, above that samples from its end,
 * beginning and middle. A digest proves that both are equal; samples make it likely, as files that differ in only a few
 * places can be equal in all samples.
 *
 * <p>One instance serves all attempts of a transfer.
 */
final class PrefixComparison {

    /** The result of a comparison. */
    enum Result {
        SAME,
        DIFFERENT,
        /** The server offers no digest, and the user may not read the file. */
        UNKNOWN
    }

    /** Up to this size, reading the whole file takes no longer than reading samples. */
    static final int READ_BACK_WHOLE = 256 << 10;

    /** The same over TLS, where some servers, often Pure-FTPd, end the session when a transfer is broken off. */
    private static final int READ_BACK_WHOLE_ENCRYPTED = 8 << 20;

    private static final int SAMPLE = 64 << 10;

    private final TransferRunner session;
    private final String name;
    private final FtpCommand retrieve;
    private boolean underWay;
    private boolean lostSession;

    PrefixComparison(TransferRunner session, String name) {
        this.session = session;
        this.name = name;
        this.retrieve = FtpCommand.onPath("RETR", name);
    }

    /**
     * Compares the server's whole file with a local file.
     *
     * @param local the local file, at least as long
     * @param length the size of the server's file
     * @param samplesCount whether samples of a long file suffice; a digest always does
     */
    Result compare(ControlConnection control, SeekableByteChannel local, long length, boolean samplesCount)
            throws IOException {
        if (underWay) {
            // The previous comparison failed: some servers end the session when a transfer is broken off.
            return Result.UNKNOWN;
        }
        underWay = true;
        var result = byDigest(control, local, length);
        if (result == Result.UNKNOWN && (samplesCount || length <= wholeUpTo(control))) {
            result = bySamples(control, local, length);
        }
        underWay = false;
        return result;
    }

    /** {@return whether breaking off a read ended the session; true only once} */
    boolean hasLostSession() {
        boolean lost = lostSession;
        lostSession = false;
        return lost;
    }

    private Result byDigest(ControlConnection control, SeekableByteChannel local, long length) throws IOException {
        return RemoteDigests.isSame(control, session.features(), name, local, length)
                .map(same -> same ? Result.SAME : Result.DIFFERENT)
                .orElse(Result.UNKNOWN);
    }

    private Result bySamples(ControlConnection control, SeekableByteChannel local, long length) throws IOException {
        try {
            for (var sample : samples(length, wholeUpTo(control))) {
                if (!isSame(control, local, sample)) {
                    return Result.DIFFERENT;
                }
            }
            return Result.SAME;
        } catch (RefusedException e) {
            return Result.UNKNOWN;
        }
    }

    private static int wholeUpTo(ControlConnection control) {
        return control.dataSecurity() == null ? READ_BACK_WHOLE : READ_BACK_WHOLE_ENCRYPTED;
    }

    private record Sample(long offset, int length) {}

    /** Starts with the end, where another file differs most often, and where no transfer has to be broken off. */
    private static List<Sample> samples(long length, int wholeUpTo) {
        return length <= wholeUpTo
                ? List.of(new Sample(0, (int) length))
                : List.of(
                        new Sample(length - SAMPLE, SAMPLE),
                        new Sample(0, SAMPLE),
                        new Sample((length - SAMPLE) / 2, SAMPLE));
    }

    private boolean isSame(ControlConnection control, SeekableByteChannel local, Sample sample) throws IOException {
        var here = ByteBuffer.allocate(sample.length());
        try {
            local.position(sample.offset());
            while (here.hasRemaining()) {
                if (local.read(here) < 0) {
                    return false;
                }
            }
        } catch (IOException e) {
            throw new LocalException("the local file can't be read (" + Text.reason(e) + ")", e);
        }
        var there = read(control, sample);
        return there.isPresent() && there.get().equals(here.flip());
    }

    /** {@return a sample of the server's file; empty if the file is shorter} */
    private Optional<ByteBuffer> read(ControlConnection control, Sample sample) throws IOException {
        var settings = session.settings();
        var meter = new TransferMeter(Transfer.Direction.DOWNLOAD, name, settings.download(), ProgressListener.NONE);
        var exchange = new DataExchange(control, retrieve, sample.offset(), meter);
        var there = ByteBuffer.allocate(sample.length());
        var more = ByteBuffer.allocate(1);
        boolean ended = false;
        try {
            while (!ended && there.hasRemaining()) {
                ended = exchange.connection().read(there) < 0;
            }
            if (!there.hasRemaining()) {
                ended = exchange.connection().read(more) < 0;
            }
        } catch (IOException e) {
            throw exchange.abandon(e);
        }
        if (ended) {
            exchange.finish();
        } else {
            exchange.abandon(new IOException("the rest is not needed"));
            var lost = control.broken();
            if (lost != null) {
                lostSession = true;
                throw lost;
            }
        }
        return there.hasRemaining() ? Optional.empty() : Optional.of(there.flip());
    }
}
