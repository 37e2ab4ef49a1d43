package io.github.ftplab.internal.server.command;

import io.github.ftplab.internal.protocol.SecretCommands;
import io.github.ftplab.internal.server.listing.EntryFormat;
import io.github.ftplab.internal.server.listing.LongFormat;
import io.github.ftplab.internal.server.manners.Answering;
import io.github.ftplab.internal.server.manners.ServerManners;
import io.github.ftplab.internal.server.manners.Situation;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import org.apache.ftpserver.ftplet.FtpReply;
import org.jspecify.annotations.Nullable;

/** A command whose replies are those of another server. */
final class ImitatedCommand implements Answering {

    private final CommandContext x;
    private final ServerManners manners;
    private @Nullable Situation situation;
    private String reason = "";
    private long expected;

    ImitatedCommand(CommandContext x, ServerManners manners) {
        this.x = x;
        this.manners = manners;
    }

    FtpReply reply(FtpReply ours) {
        return manners.reply(this, ours);
    }

    /** {@return the first line of a reply that is sent in parts} */
    String opening(int code, String ours) {
        return manners.opening(this, code, ours);
    }

    /** {@return the last line of a reply that is sent in parts} */
    FtpReply ending(FtpReply ours) {
        return manners.ending(this, ours);
    }

    /** Begins a listing in the format of LIST. */
    static EntryFormat format(CommandContext x, ZoneId zone) {
        var imitated = x.imitated();
        return imitated == null
                ? new LongFormat(zone)
                : imitated.manners.format(zone, imitated, x.state().isOtherStyle());
    }

    /** {@return whether a server is imitated that does not know this} */
    static boolean isLacking(CommandContext x, String command) {
        var imitated = x.imitated();
        return imitated != null && imitated.manners.lacks(command);
    }

    /** {@return a number of bytes} Tells it to the imitated server, as they are about to be sent. */
    static long announced(CommandContext x, long bytes) {
        var imitated = x.imitated();
        if (imitated != null) {
            imitated.expected = bytes;
        }
        return bytes;
    }

    ServerManners manners() {
        return manners;
    }

    /** Remembers why the command is refused, before it is answered. */
    void refused(Situation why, String inWords) {
        situation = why;
        reason = inWords;
    }

    /** Counts a line that is listed. */
    void countLine() {
        expected++;
    }

    @Override
    public String command() {
        var name = x.verb();
        return name.equals("OPTS") ? "OPTS " + x.argument().split(" ", 2)[0].toUpperCase(Locale.ROOT) : name;
    }

    @Override
    public String facts() {
        return x.state().facts().offer();
    }

    @Override
    public String said() {
        return SecretCommands.isSecret(x.request().getRequestLine()) ? "****" : x.argument();
    }

    @Override
    public String path() {
        return x.virtual(x.argument());
    }

    @Override
    public String workingDirectory() {
        return x.state().workingDirectory();
    }

    @Override
    public String user() {
        var account = x.control().account();
        return account != null
                ? account.name()
                : Objects.requireNonNullElse(x.control().claimedName(), "");
    }

    @Override
    public boolean isAscii() {
        return x.isAscii();
    }

    @Override
    public long expected() {
        return expected;
    }

    @Override
    public long restartOffset() {
        return x.restartOffset();
    }

    @Override
    public @Nullable Situation situation() {
        return situation;
    }

    @Override
    public String reason() {
        return reason;
    }
}
