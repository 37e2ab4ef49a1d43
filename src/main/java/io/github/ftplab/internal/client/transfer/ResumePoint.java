package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.internal.client.control.ControlConnection;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.OptionalLong;

/**
 * Where an upload goes on, after a break or with what an earlier one has left. The one rule for both: what the server
 * has under the name must be the beginning of this very file, which is known if
 *
 * <ul>
 *   <li>a digest, or what is read back of it, says so; or
 *   <li>neither can be had, but there was no such file before the first STOR of this upload, and there is no more now
 *       than it has sent.
 * </ul>
 *
 * In all other cases the upload begins anew. A server may write beside the file that an upload replaces, so that after
 * a break the old file is still there; going on would put a new tail behind an old head.
 */
final class ResumePoint {

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

    /** {@return whether something was sent that may have made the file} */
    boolean isBegun() {
        return begun;
    }

    /** {@return whether breaking off a comparison put the session out of step, which is told once} */
    boolean hasLostSession() {
        return comparison.hasLostSession();
    }

    /** From now on what the server has may be this upload's own. */
    void begin() {
        begun = true;
    }

    /**
     * Finds out whether there is a file that the upload replaces. Costs a question, so it is asked only if the answer
     * may be needed: a short file can be read back as a whole, or sent again.
     */
    void lookBefore(ControlConnection control, long size) throws IOException {
        if (session.settings().retry().times() > 0
                && size > PrefixComparison.READ_BACK_WHOLE
                && session.features().has("REST")) {
            look(control);
        }
    }

    /** {@return how much of the file the server has from an earlier upload, or 0} */
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
     * {@return how much of the file the server has after a break, or 0}
     *
     * @param same whether the file here is still what it was when the upload began
     * @param sent up to which position it was sent
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

    /** {@return how much there is; with nothing there, all that is there later is of this upload} */
    private long look(ControlConnection control) throws IOException {
        replaced = RemoteFacts.size(control, name);
        long have = replaced.orElse(0);
        ours = have == 0 && (replaced.isPresent() || control.lastReply().code() == RemoteFacts.NO_SUCH_FILE);
        return have;
    }
}
