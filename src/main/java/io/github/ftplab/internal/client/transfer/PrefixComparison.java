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
 * Compares the beginning of a file on this side with a file on the server: by a digest where the server offers one,
 * else by reading some of it back. Up to {@link #READ_BACK_WHOLE} all of it is read, beyond that samples from its end,
 * its beginning and its middle. A digest proves that both are the same; samples make it likely, as files that differ in
 * only a few places can be the same in all of them.
 *
 * <p>One instance serves all attempts at one transfer.
 */
final class PrefixComparison {

    /** What a comparison tells. */
    enum Result {
        SAME,
        DIFFERENT,
        /** The server has no digest, and does not let the user read the file. */
        UNKNOWN
    }

    /** Reading back this much takes no longer than a sample from each of its parts. */
    static final int READ_BACK_WHOLE = 256 << 10;

    /** Over TLS, as not all servers survive that an encrypted transfer is broken off; Pure-FTPd often does not. */
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
     * Compares all that the server has of a file.
     *
     * @param local the file on this side, at least as long
     * @param length how much the server has
     * @param samplesCount whether samples of a long file are worth anything; a digest always is
     */
    Result compare(ControlConnection control, SeekableByteChannel local, long length, boolean samplesCount)
            throws IOException {
        if (underWay) {
            // The last one broke in the middle. Not all servers survive that a transfer is broken off.
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

    /** {@return whether the server did not survive that reading was broken off; told once} */
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

    /** The end comes first: it is where a file that is not ours differs most often, and needs no breaking off. */
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
            throw new LocalException("the file on this side can't be read (" + Text.reason(e) + ")", e);
        }
        var there = read(control, sample);
        return there.isPresent() && there.get().equals(here.flip());
    }

    /** {@return what the server has there, unless it has less} */
    private Optional<ByteBuffer> read(ControlConnection control, Sample sample) throws IOException {
        var settings = session.settings();
        var meter = new TransferMeter(Transfer.Direction.DOWNLOAD, name, settings.download(), ProgressListener.NOBODY);
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
            exchange.abandon(new IOException("the rest is not wanted"));
            var lost = control.broken();
            if (lost != null) {
                lostSession = true;
                throw lost;
            }
        }
        return there.hasRemaining() ? Optional.empty() : Optional.of(there.flip());
    }
}
