package io.github.ftplab.internal.server.command;

import io.github.ftplab.internal.protocol.FileDigest;
import io.github.ftplab.internal.server.listing.MlsxFormat;
import java.util.OptionalInt;
import java.util.zip.Deflater;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;

/** Session settings made by commands for later ones. Changed by one thread at a time. */
final class CommandState {

    private static final AttributeKey KEY = new AttributeKey(CommandState.class, "state");

    private volatile String workingDirectory = "/";
    private volatile long restartOffset;
    private volatile @Nullable String renameFrom;
    private volatile MlsxFormat facts = MlsxFormat.USUAL;
    private volatile FileDigest hash = FileDigest.SHA_256;
    private volatile boolean extendedPassiveOnly;
    private volatile boolean otherStyle;
    private volatile boolean deflated;
    private volatile int deflateLevel = Deflater.DEFAULT_COMPRESSION;

    private CommandState() {}

    /** {@return the state of a session, created on its first command} */
    static CommandState of(IoSession io) {
        var state = (CommandState) io.getAttribute(KEY);
        if (state == null) {
            state = new CommandState();
            var other = (CommandState) io.setAttributeIfAbsent(KEY, state);
            return other == null ? state : other;
        }
        return state;
    }

    /** Goes back to the state of a new connection (RFC 959, REIN). */
    void reset() {
        workingDirectory = "/";
        restartOffset = 0;
        renameFrom = null;
        facts = MlsxFormat.USUAL;
        hash = FileDigest.SHA_256;
        extendedPassiveOnly = false;
        otherStyle = false;
        deflated = false;
    }

    String workingDirectory() {
        return workingDirectory;
    }

    void changeWorkingDirectory(String directory) {
        workingDirectory = directory;
    }

    void restartAt(long offset) {
        restartOffset = offset;
    }

    /** Clears the offset of REST, which applies to one command only. {@return it} */
    long takeRestartOffset() {
        var offset = restartOffset;
        restartOffset = 0;
        return offset;
    }

    void renameFrom(String virtual) {
        renameFrom = virtual;
    }

    /** Clears the path of RNFR, which applies to one command only. {@return it, or null if there is none} */
    @Nullable
    String takeRenameFrom() {
        var from = renameFrom;
        renameFrom = null;
        return from;
    }

    /** {@return the facts chosen by OPTS MLST} */
    MlsxFormat facts() {
        return facts;
    }

    void facts(MlsxFormat chosen) {
        facts = chosen;
    }

    /** {@return the digest of HASH, chosen by OPTS HASH} */
    FileDigest hash() {
        return hash;
    }

    void hash(FileDigest chosen) {
        hash = chosen;
    }

    /** {@return whether EPSV ALL was sent, after which PASV, PORT and EPRT are refused} */
    boolean isExtendedPassiveOnly() {
        return extendedPassiveOnly;
    }

    void setExtendedPassiveOnly() {
        extendedPassiveOnly = true;
    }

    /** {@return whether SITE DIRSTYLE has chosen the other format of LIST} */
    boolean isOtherStyle() {
        return otherStyle;
    }

    void otherStyle(boolean other) {
        otherStyle = other;
    }

    /** {@return whether MODE Z was sent} */
    boolean isDeflated() {
        return deflated;
    }

    void deflated(boolean on) {
        deflated = on;
    }

    /** {@return the compression level of MODE Z, set by OPTS MODE Z LEVEL; empty in MODE S} */
    OptionalInt deflateLevel() {
        return deflated ? OptionalInt.of(deflateLevel) : OptionalInt.empty();
    }

    void deflateLevel(int level) {
        deflateLevel = level;
    }
}
