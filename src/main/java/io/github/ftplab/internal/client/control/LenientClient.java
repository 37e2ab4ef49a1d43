package io.github.ftplab.internal.client.control;

import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.apache.commons.net.MalformedServerReplyException;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPConnectionClosedException;
import org.apache.commons.net.ftp.FTPReply;
import org.jspecify.annotations.Nullable;

/** The base class, with this library's own reading of replies. */
abstract class LenientClient extends FTPClient {

    private static final int PATH = 257;
    private static final int MOST_SKIPPED = 100;

    private @Nullable ReplyReader replies;
    private @Nullable Reply last;
    private int offeredPort;
    private boolean deferring;
    private boolean deferred;
    private Optional<Sign> sign = Optional.empty();
    private boolean offsetGiven;

    /** What a server may do instead of sending a reply. */
    @FunctionalInterface
    interface Sign {

        boolean isGiven() throws IOException;
    }

    /** Remembers what replies are read from. */
    final ReplyReader readFrom(ReplyReader reader) {
        replies = reader;
        return reader;
    }

    final ReplyReader reader() throws IOException {
        var reader = replies;
        if (reader == null) {
            throw new SocketException("not connected");
        }
        return reader;
    }

    /** Forgets the last reply, before another is read. */
    final void forgetReply() {
        last = null;
        _replyCode = 0;
    }

    /** {@return whether anything but blank lines has arrived} */
    final boolean isReplyThere() throws IOException {
        return ReplyLines.isMoreThanBlank(_controlInput_);
    }

    /** {@return whether a reply begins, or the connection ends, within a time or before an interrupt; nothing is lost} */
    public final boolean isReplyWithin(Duration limit) throws IOException {
        reader().expectReply(limit);
        try {
            ReplyLines.awaitMoreThanBlank(_controlInput_);
            return true;
        } catch (InterruptedIOException e) { // also the class of a timeout
            return false;
        }
    }

    /** Reads one more reply to the last command. */
    public final Reply nextReply(Duration limit) throws IOException {
        forgetReply();
        reader().expectReply(limit);
        getReply();
        return lastReply();
    }

    /** Sends a command during a transfer; its reply is read with the transfer's. */
    public final synchronized void sendAside(String command) throws IOException {
        _controlOutput_.write(command + "\r\n");
        _controlOutput_.flush();
        fireCommandSent(command, command);
    }

    /**
     * Skips replies that are outstanding, however many, so that the next one is that to the next command: PWD has a
     * reply like no other command.
     *
     * @param limit how long each may take
     */
    public final void skipReplies(Duration limit) throws IOException {
        sendAside("PWD");
        for (int skipped = 0; nextReply(limit).code() != PATH; skipped++) {
            if (skipped == MOST_SKIPPED) {
                throw new MalformedServerReplyException("it sent \"" + lastReply() + "\" in reply to PWD");
            }
        }
    }

    /** {@return whether the final reply to the last command has come; preliminary ones are read} */
    final boolean isFinalReplyThere(Duration limit) throws IOException {
        while (!deferred && isReplyThere()) {
            if (nextReply(limit).code() >= 200) {
                return true;
            }
        }
        return false;
    }

    /**
     * Leaves the next reply unread. The base class goes on as if it were a preliminary one.
     *
     * @param unlessSooner the reply is read as usual if it comes before this sign
     */
    final void deferReply(Optional<Sign> unlessSooner) {
        deferring = true;
        sign = unlessSooner;
    }

    /** {@return whether the last reply was left unread} */
    final boolean isReplyDeferred() {
        return deferred;
    }

    /** {@return whether the sign is given before a reply comes} */
    private boolean isSooner(Sign expected) throws IOException {
        var limit = reader().limit();
        long until = System.nanoTime() + limit.toNanos();
        while (!isReplyWithin(ReplyReader.SLICE) && !Thread.currentThread().isInterrupted()) {
            if (expected.isGiven()) {
                return true;
            }
            if (System.nanoTime() - until >= 0) {
                throw new SocketTimeoutException("no answer within " + Text.duration(limit));
            }
        }
        reader().expectReply(limit);
        return false;
    }

    /** Reads all replies, for the base class too. */
    @Override
    public int getReply() throws IOException {
        forgetReply();
        var expected = deferring ? sign : Optional.<Sign>empty();
        deferred = deferring && (expected.isEmpty() || isSooner(expected.get()));
        deferring = false;
        if (deferred) {
            return FTPReply.FILE_STATUS_OK;
        }
        _replyLines.clear();
        _newReplyString = true;
        _replyLines.addAll(ReplyLines.read(_controlInput_, reader()));
        var reply = ReplyLines.reply(_replyLines);
        last = reply;
        _replyCode = reply.code();
        fireReplyReceived(_replyCode, getReplyString());
        if (_replyCode == FTPReply.SERVICE_NOT_AVAILABLE) {
            throw new FTPConnectionClosedException("the server closed the session");
        }
        // What the sign is of has begun, although no preliminary reply says so.
        boolean begun =
                expected.isPresent() && reply.isPositive() && expected.get().isGiven();
        return begun ? FTPReply.FILE_STATUS_OK : _replyCode;
    }

    /** {@return the last reply} */
    public final Reply lastReply() throws IOException {
        return lastReplyIfAny().orElseThrow(() -> new MalformedServerReplyException("there is no FTP reply"));
    }

    /** {@return the last reply; empty if there is no valid one since the last command} */
    public final Optional<Reply> lastReplyIfAny() {
        return Optional.ofNullable(last);
    }

    /** Sets where the next transfer begins. Some servers begin all later ones at the same offset. */
    final void beginAt(long offset) throws IOException {
        setRestartOffset(offset);
        if (offset == 0 && offsetGiven) {
            rest("0");
        }
    }

    /** Some servers answer 200 or 250, and begin there. */
    @Override
    public int rest(String marker) throws IOException {
        offsetGiven = !marker.equals("0");
        int code = super.rest(marker);
        return FTPReply.isPositiveCompletion(code) ? FTPReply.FILE_ACTION_PENDING : code;
    }

    @Override
    public int pasv() throws IOException {
        return takeOffer("PASV", super.pasv(), FTPReply.ENTERING_PASSIVE_MODE);
    }

    @Override
    public int epsv() throws IOException {
        int code = super.epsv();
        if (getRemoteAddress() instanceof Inet6Address && ReplyCodes.isUnsupported(lastReply())) {
            // Only the port is used, which PASV names too.
            code = super.pasv();
        }
        return takeOffer("EPSV", code, FTPReply.ENTERING_EPSV_MODE);
    }

    /** Some servers answer one command in the form of the other. */
    private int takeOffer(String verb, int code, int expected) throws IOException {
        if (code != FTPReply.ENTERING_PASSIVE_MODE && code != FTPReply.ENTERING_EPSV_MODE) {
            return code;
        }
        var reply = lastReply();
        offeredPort = ReplyParser.port(reply).orElseThrow(() -> new RefusedException(verb, reply));
        return expected;
    }

    @Override
    protected void _parsePassiveModeReply(String reply) throws MalformedServerReplyException {
        useOffer();
    }

    @Override
    protected void _parseExtendedPassiveModeReply(String reply) throws MalformedServerReplyException {
        useOffer();
    }

    /** The address is always that of the control connection. */
    private void useOffer() throws MalformedServerReplyException {
        super._parseExtendedPassiveModeReply("(|||" + offeredPort + "|)");
    }
}
