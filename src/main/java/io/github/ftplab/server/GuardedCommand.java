package io.github.ftplab.server;

import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.server.Verb.Argument;
import java.io.IOException;
import java.nio.file.FileSystemException;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;

/** A row of the command table as FtpServer runs it: login, argument and permission are checked here and nowhere else. */
final class GuardedCommand implements Command {

    private final Verb verb;
    private final Journal journal;

    GuardedCommand(Verb verb, Journal journal) {
        this.verb = verb;
        this.journal = journal;
    }

    @Override
    public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
        var exchange = new Exchange(session, context, request, verb, journal);
        try {
            execute(exchange);
        } finally {
            exchange.end();
        }
    }

    private void execute(Exchange exchange) {
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

    private void run(Exchange exchange) {
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
        } catch (MissingLetterException e) {
            exchange.reply(550, String.valueOf(e.getReason()));
            exchange.record(what + " 550 'lacks the letter " + e.letter().letter() + "'");
        } catch (FileBusyException e) {
            refuse(exchange, 450, what, Failures.reason(e));
        } catch (CancelledException e) {
            exchange.peer().turns().isAborted();
            refuse(exchange, 426, what, Failures.reason(e));
        } catch (FileSystemException e) {
            refuse(exchange, 550, what, Failures.reason(e));
        } catch (IOException e) {
            refuse(exchange, 451, what, Failures.reason(e));
        } catch (RuntimeException e) {
            journal.log().add(Level.ERROR, "%s %s failed: %s".formatted(exchange.peer(), verb.name(), e));
            refuse(exchange, 451, what, "the server could not do this");
        }
    }

    /** {@return the argument with its path, behind the first word, made absolute} */
    private static String secondWord(Exchange exchange) {
        var words = exchange.argument().split(" ", 2);
        return words.length < 2 ? words[0] : words[0] + " " + exchange.virtual(words[1]);
    }

    private void refuse(Exchange exchange, int code, String what, String reason) {
        exchange.reply(code, "%s: %s.".formatted(exchange.subject(), reason));
        if (verb.permission() != null) {
            exchange.record("%s %d '%s'".formatted(what, code, reason));
        }
    }
}
