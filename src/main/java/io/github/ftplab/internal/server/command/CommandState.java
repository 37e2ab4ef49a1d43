package io.github.ftplab.internal.server.command;

import io.github.ftplab.internal.protocol.FileDigest;
import io.github.ftplab.internal.server.listing.MlsxFormat;
import java.util.OptionalInt;
import java.util.zip.Deflater;
import org.apache.mina.core.session.AttributeKey;
import org.apache.mina.core.session.IoSession;
import org.jspecify.annotations.Nullable;

/** What the commands of one session have set for those that follow. Written by one thread at a time. */
final class CommandState {

    private static final AttributeKey KEY = new AttributeKey(CommandState.class, "state");

    private volatile String workingDirectory = "/";
    private volatile long restartOffset;
    private volatile @Nullable String renameFrom;
    private volatile MlsxFormat facts = MlsxFormat.ALL;
    private volatile FileDigest hash = FileDigest.SHA_256;
    private volatile boolean extendedPassiveOnly;
    private volatile boolean deflated;
    private volatile int deflateLevel = Deflater.DEFAULT_COMPRESSION;

    private CommandState() {}

    /** {@return the state of a session, made at its first command} */
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
        facts = MlsxFormat.ALL;
        hash = FileDigest.SHA_256;
        extendedPassiveOnly = false;
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

    /** {@return the offset that REST asked for, which counts for one transfer only} */
    long takeRestartOffset() {
        var offset = restartOffset;
        restartOffset = 0;
        return offset;
    }

    void renameFrom(String virtual) {
        renameFrom = virtual;
    }

    /** {@return what RNFR named, which counts for one RNTO only; null if nothing} */
    @Nullable
    String takeRenameFrom() {
        var from = renameFrom;
        renameFrom = null;
        return from;
    }

    /** {@return the facts that OPTS MLST asked for} */
    MlsxFormat facts() {
        return facts;
    }

    void facts(MlsxFormat chosen) {
        facts = chosen;
    }

    /** {@return the digest that HASH gives, as chosen by OPTS HASH} */
    FileDigest hash() {
        return hash;
    }

    void hash(FileDigest chosen) {
        hash = chosen;
    }

    /** {@return whether EPSV ALL was sent, after which nothing else agrees on data connections} */
    boolean isExtendedPassiveOnly() {
        return extendedPassiveOnly;
    }

    void allowExtendedPassiveOnly() {
        extendedPassiveOnly = true;
    }

    /** {@return whether MODE Z was sent} */
    boolean isDeflated() {
        return deflated;
    }

    void deflated(boolean on) {
        deflated = on;
    }

    /** {@return how hard MODE Z tries, as OPTS MODE Z LEVEL said; empty in MODE S} */
    OptionalInt deflateLevel() {
        return deflated ? OptionalInt.of(deflateLevel) : OptionalInt.empty();
    }

    void deflateLevel(int level) {
        deflateLevel = level;
    }
}
