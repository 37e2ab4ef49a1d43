package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.internal.client.control.ControlConnection;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.OptionalLong;

/**
 * The offset at which an upload resumes, after a lost connection or after an earlier upload. The server's file must be
 * the beginning of the local file, which is known if
 *
 * <ul>
 * <li>a digest, or parts that are read back, show it; or <li>neither is possible, but the file did not exist before the
 * first STOR of this upload, and is no longer than what was sent.
 * </ul>
 *
 * In all other cases the upload starts again. A server may write to a temporary file, so that after a lost connection
 * the old file still exists; resuming would append the end of the new file to it.
 */
final class ResumePoint {

    /** The only reply by which there is no file; one that is busy may be unavailable too. */
    private static final int MISSING = 550;

    private final TransferRunner session;
    private final String name;
    private final PrefixComparison comparison;
    private boolean begun;
    private boolean ours;
    private OptionalLong replaced = OptionalLong.empty();

    ResumePoint(TransferRunner session, String name) {
        this.session = session;
        this.name = name;
        this.comparison = new PrefixComparison(session, name);
    }

    /** {@return whether a command was sent that may have created the file} */
    boolean isBegun() {
        return begun;
    }

    /** {@return whether breaking off a comparison ended the session; true only once} */
    boolean hasLostSession() {
        return comparison.hasLostSession();
    }

    /** Records that from now on the server's file may be this upload's. */
    void begin() {
        begun = true;
    }

    /**
     * Queries whether the upload replaces a file, only if the answer may be needed: a short file can be read back as a
     * whole, or sent again.
     */
    void lookBefore(ControlConnection control, long size) throws IOException {
        if (session.settings().retry().times() > 0
                && size > PrefixComparison.READ_BACK_WHOLE
                && session.features().has("REST")) {
            look(control);
        }
    }

    /** {@return the offset to resume an earlier upload at, or 0} */
    long afterEarlierUpload(ControlConnection control, SeekableByteChannel local) throws IOException {
        long have = look(control);
        if (have > 0
                && have <= local.size()
                && comparison.compare(control, local, have, true) == PrefixComparison.Result.SAME) {
            ours = true;
            return have;
        }
        return 0;
    }

    /**
     * {@return the offset to resume at after a lost connection, or 0}
     *
     * @param same whether the local file is unchanged since the upload began
     * @param sent the position up to which it was sent
     */
    long afterBreak(ControlConnection control, SeekableByteChannel local, boolean same, long sent) throws IOException {
        if (!session.features().has("REST")) {
            return 0;
        }
        boolean wasOurs = ours;
        var before = replaced;
        long have = look(control);
        if (!same || have <= 0 || have > local.size()) {
            return 0;
        }
        boolean canBeOurs = have <= sent;
        boolean looksReplaced = before.isEmpty() || before.getAsLong() != have;
        var result = comparison.compare(control, local, have, canBeOurs && looksReplaced);
        boolean proven = result == PrefixComparison.Result.SAME
                || (result == PrefixComparison.Result.UNKNOWN && wasOurs && canBeOurs);
        ours = proven;
        return proven ? have : 0;
    }

    /** {@return the size of the server's file} If there is none, a later file is this upload's. */
    private long look(ControlConnection control) throws IOException {
        replaced = RemoteFacts.size(control, name);
        long have = replaced.orElse(0);
        ours = have == 0 && (replaced.isPresent() || control.lastReply().code() == MISSING);
        return have;
    }
}
