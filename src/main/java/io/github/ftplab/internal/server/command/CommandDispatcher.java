package io.github.ftplab.internal.server.command;

import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.fault.SessionPoint.Stage;
import io.github.ftplab.internal.protocol.CancelledException;
import io.github.ftplab.internal.protocol.SecretCommands;
import io.github.ftplab.internal.server.command.CommandSpec.Argument;
import io.github.ftplab.internal.server.file.FileBusyException;
import io.github.ftplab.internal.server.file.FileFailures;
import io.github.ftplab.internal.server.log.EventLog;
import io.github.ftplab.internal.server.log.FlightEvents;
import io.github.ftplab.internal.server.log.SessionRecorder;
import io.github.ftplab.internal.server.manners.ServerManners;
import io.github.ftplab.internal.server.manners.Situation;
import io.github.ftplab.internal.server.user.MissingPermissionException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command of the command table: checks preconditions, argument and permission, sends the reply to a failure and logs it.
 */
final class CommandDispatcher implements Command {

    private final CommandSpec spec;
    private final SessionRecorder recorder;
    private final @Nullable ServerManners manners;

    /** @param manners how another server that is imitated replies, or null */
    CommandDispatcher(CommandSpec spec, SessionRecorder recorder, @Nullable ServerManners manners) {
        this.spec = spec;
        this.recorder = recorder;
        this.manners = manners;
    }

    @Override
    public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
        var x = new CommandContext(session, request, spec, recorder, manners);
        var measured = FlightEvents.begin();
        try {
            if (!CommandFaults.answer(x, Stage.COMMAND)) {
                execute(x);
            }
        } finally {
            x.finish(() -> end(x, measured));
        }
    }

    private static void end(CommandContext x, FlightEvents.@Nullable Running measured) {
        x.end();
        if (measured != null) {
            measured.end(x.control()::client, x.request().getRequestLine(), x.lastCode());
        }
    }

    private void execute(CommandContext x) {
        x.logOutIfRemoved();
        if (!spec.keepsRestart()) {
            x.takeWhatIsForOneCommand();
        }
        for (var need : spec.needs()) {
            if (!need.check(x)) {
                return;
            }
        }
        boolean given = x.request().hasArgument();
        if (spec.takes() == Argument.REQUIRED && !given) {
            x.reply(501, "Syntax error: command needs an argument.");
        } else if (spec.takes() == Argument.NONE && given) {
            x.reply(501, "Syntax error: command does not accept arguments.");
        } else {
            run(x);
        }
    }

    private void run(CommandContext x) {
        // Resolved now, as CWD changes the working directory.
        var path = spec.hasPathAsSecondWord() ? secondWord(x) : x.virtual(x.argument());
        var what = spec.name() + " " + EventLog.name(path);
        var permission = spec.permission();
        try {
            if (permission != null) {
                x.demandAnywhere(permission);
            }
            spec.action().run(x);
            if (spec.isRecorded()) {
                x.record(what + " " + x.lastCode());
            }
        } catch (MissingPermissionException e) {
            noteRefusal(x, Situation.FORBIDDEN, "Permission denied");
            x.reply(550, String.valueOf(e.getReason()));
            x.record(what + " 550 'lacks the letter " + e.letter().letter() + "'");
        } catch (FileBusyException e) {
            refuse(x, 450, what, e);
        } catch (CancelledException e) {
            x.control().queue().isAborted();
            refuse(x, 426, what, e);
        } catch (FileSystemException e) {
            refuse(x, 550, what, e);
        } catch (IOException e) {
            refuse(x, 451, what, e);
        } catch (RuntimeException e) {
            recorder.log().add(Level.ERROR, "%s %s failed: %s".formatted(x.control(), spec.name(), e));
            reply(x, 451, what, "Internal server error");
        }
    }

    /** {@return the argument with its second word, a path, made absolute} */
    private static String secondWord(CommandContext x) {
        var words = x.argument().split(" ", 2);
        return words.length < 2 ? words[0] : words[0] + " " + x.virtual(words[1]);
    }

    private void refuse(CommandContext x, int code, String what, IOException failure) {
        var reason = FileFailures.reason(failure);
        noteRefusal(x, Situation.of(failure), FileFailures.reason(Situation.root(failure)));
        reply(x, code, what, reason);
    }

    private static void noteRefusal(CommandContext x, Situation why, String inWords) {
        var imitated = x.imitated();
        if (imitated != null) {
            imitated.refused(why, inWords);
        }
    }

    private void reply(CommandContext x, int code, String what, String reason) {
        var subject = SecretCommands.isSecret(x.request().getRequestLine()) ? spec.name() : x.subject();
        x.reply(code, "%s: %s.".formatted(subject, reason));
        if (spec.permission() != null) {
            x.record(String.format(Locale.ROOT, "%s %d '%s'", what, code, reason));
        }
    }
}
