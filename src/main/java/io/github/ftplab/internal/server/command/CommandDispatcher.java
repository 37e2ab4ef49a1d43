package io.github.ftplab.internal.server.command;

import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.protocol.CancelledException;
import io.github.ftplab.internal.server.command.CommandSpec.Argument;
import io.github.ftplab.internal.server.file.FileBusyException;
import io.github.ftplab.internal.server.file.FileFailures;
import io.github.ftplab.internal.server.log.SessionRecorder;
import io.github.ftplab.internal.server.user.MissingPermissionException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;

/**
 * A row of the command table as FtpServer runs it: login, argument and permission are checked here and nowhere else.
 */
final class CommandDispatcher implements Command {

    private final CommandSpec verb;
    private final SessionRecorder journal;

    CommandDispatcher(CommandSpec verb, SessionRecorder journal) {
        this.verb = verb;
        this.journal = journal;
    }

    @Override
    public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
        var exchange = new CommandContext(session, context, request, verb, journal);
        try {
            execute(exchange);
        } finally {
            exchange.end();
        }
    }

    private void execute(CommandContext exchange) {
        var request = exchange.request();
        var peer = exchange.peer();
        boolean removed = exchange.logOutIfRemoved();
        var insecure = SecurityCommands.refusal(exchange);
        if (insecure != null) {
            exchange.reply(550, insecure);
        } else if (verb.login() && peer.account() == null) {
            exchange.reply(
                    530, removed ? "This user was removed; log in as another." : "Log in with USER and PASS first.");
        } else if (verb.takes() == Argument.REQUIRED && !request.hasArgument()) {
            exchange.reply(501, "Syntax error: command needs an argument.");
        } else if (verb.takes() == Argument.NONE && request.hasArgument()) {
            exchange.reply(501, "Syntax error: command does not accept arguments.");
        } else {
            run(exchange);
        }
    }

    private void run(CommandContext exchange) {
        // Seen from the directory where the command began.
        var path = verb.isAboutSecondWord() ? secondWord(exchange) : exchange.virtual(exchange.argument());
        var what = verb.name() + " " + path;
        var letter = verb.permission();
        try {
            if (letter != null) {
                exchange.demandAnywhere(letter);
            }
            verb.action().run(exchange);
            if (verb.isRecorded()) {
                exchange.record(what + " " + exchange.lastCode());
            }
        } catch (MissingPermissionException e) {
            exchange.reply(550, String.valueOf(e.getReason()));
            exchange.record(what + " 550 'lacks the letter " + e.letter().letter() + "'");
        } catch (FileBusyException e) {
            refuse(exchange, 450, what, FileFailures.reason(e));
        } catch (CancelledException e) {
            exchange.peer().turns().isAborted();
            refuse(exchange, 426, what, FileFailures.reason(e));
        } catch (FileSystemException e) {
            refuse(exchange, 550, what, FileFailures.reason(e));
        } catch (IOException e) {
            refuse(exchange, 451, what, FileFailures.reason(e));
        } catch (RuntimeException e) {
            journal.log().add(Level.ERROR, "%s %s failed: %s".formatted(exchange.peer(), verb.name(), e));
            refuse(exchange, 451, what, "the server could not do this");
        }
    }

    /** {@return the argument with its path, behind the first word, made absolute} */
    private static String secondWord(CommandContext exchange) {
        var words = exchange.argument().split(" ", 2);
        return words.length < 2 ? words[0] : words[0] + " " + exchange.virtual(words[1]);
    }

    private void refuse(CommandContext exchange, int code, String what, String reason) {
        exchange.reply(code, "%s: %s.".formatted(exchange.subject(), reason));
        if (verb.permission() != null) {
            exchange.record("%s %d '%s'".formatted(what, code, reason));
        }
    }
}
