package io.github.ftplab.internal.server.command;

import static io.github.ftplab.internal.server.command.CommandSpec.command;
import static io.github.ftplab.internal.server.command.Precondition.LOGIN;
import static io.github.ftplab.internal.server.command.Precondition.NO_USER_YET;
import static io.github.ftplab.internal.server.command.Precondition.TLS_IF_DEMANDED;

import io.github.ftplab.ServerLimits;
import io.github.ftplab.ServerLog.Level;
import io.github.ftplab.internal.fault.SessionPoint.Stage;
import io.github.ftplab.internal.server.control.ControlHandler;
import io.github.ftplab.internal.server.log.EventLog;
import io.github.ftplab.internal.server.settings.ServerSettings;
import io.github.ftplab.internal.server.user.Account;
import io.github.ftplab.internal.server.user.Accounts;
import io.github.ftplab.internal.server.user.LoginThrottle;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.ftpserver.ftplet.DataType;
import org.jspecify.annotations.Nullable;

/** Commands that open and end a session (RFC 959, section 4.1.1). */
public final class SessionCommands implements CommandSpec.Group {

    private final Accounts accounts;
    private final ControlHandler handler;
    private final ServerLimits limits;
    private final LoginThrottle throttle;
    private final ServerSettings.Texts texts;

    public SessionCommands(Accounts accounts, ControlHandler handler, ServerSettings settings) {
        this.accounts = accounts;
        this.handler = handler;
        this.limits = settings.limits();
        this.throttle = new LoginThrottle(limits.loginDelay());
        this.texts = settings.texts();
    }

    @Override
    public List<CommandSpec.Row> rows() {
        return List.of(
                command("USER").needs(TLS_IF_DEMANDED).argument("name"),
                command("HOST").needs(NO_USER_YET).argument("name"),
                command("PASS").needs(TLS_IF_DEMANDED).optional("password"),
                command("REIN").needs(LOGIN).note("log out, keep the connection"),
                command("QUIT"));
    }

    @Override
    public void run(String command, CommandContext x) throws IOException {
        switch (command) {
            case "USER" -> user(x);
            case "HOST" -> host(x);
            case "PASS" -> password(x);
            case "REIN" -> reinitialize(x);
            case "QUIT" -> quit(x);
            default -> throw new IllegalArgumentException(command);
        }
    }

    private void quit(CommandContext x) {
        x.reply(221, texts.goodbye());
        if (!x.control().queue().quitAfterTransfer()) {
            x.disconnect();
        }
    }

    /** Accepts any host name (RFC 7151), as the server has one virtual host only; the name is not resolved. */
    private static void host(CommandContext x) {
        if (!x.argument().matches("[0-9A-Za-z._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]")) {
            x.reply(501, "Syntax error: HOST needs a host name, or an address in brackets.");
        } else {
            x.reply(220, "Welcome.");
        }
    }

    private static void reinitialize(CommandContext x) throws IOException {
        logOut(x);
        x.forget();
        if (!x.control().queue().isTransferring()) {
            x.control().data().close();
        }
        // All parameters are those of a new connection; USER alone leaves them as they are (RFC 959, section 4.1.1).
        x.session().setDataType(DataType.ASCII);
        SecurityCommands.reinitialize(x, 220, "Ready for a new user.");
    }

    static void logOut(CommandContext x) {
        if (x.control().account() != null) {
            x.recorder().loggedOut(x.control().client());
        }
    }

    /** The reply is the same whether the user exists or not, so that clients can't probe for user names. */
    private void user(CommandContext x) {
        logOut(x);
        x.forget();
        if (SecurityCommands.isLoginByCertificate(x)) {
            logInByCertificate(x);
            return;
        }
        x.control().claim(x.argument());
        x.reply(331, x.argument().equals(Account.ANONYMOUS) ? "Any password will do." : "Password, please.");
    }

    /** Only the user whom the certificate names can log in (RFC 4217, section 15.1.2; 232 as in RFC 2228, section 5.1). */
    private void logInByCertificate(CommandContext x) {
        var certified = SecurityCommands.certifiedName(x);
        var account = certified.map(accounts::find).orElse(null);
        if (account != null && account.name().equals(x.argument())) {
            logIn(x, account, 232);
            return;
        }
        x.recorder().loginFailed(x.control().client(), x.argument());
        x.reply(
                530,
                account == null
                        ? "Your certificate names no user of this server."
                        : "Your certificate is for " + account.name() + ": log in as that user.");
    }

    private void password(CommandContext x) {
        var control = x.control();
        var name = control.claimedName();
        if (name == null) {
            x.reply(503, control.account() == null ? "Login with USER first." : "User already authenticated.");
            return;
        }
        control.suspendLogin();
        x.whenAnswered(control::resumeLogin);
        try {
            checkPassword(x, name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For anonymous any password is right, so that a login proves nothing and takes no wrong password back. */
    private void checkPassword(CommandContext x, String name) throws InterruptedException {
        boolean isAnonymous = name.equals(Account.ANONYMOUS) && accounts.has(name);
        var anonymous = isAnonymous ? accounts.login(name, x.argument()) : null;
        if (anonymous != null) {
            logIn(x, anonymous, 230);
            return;
        }
        var address = x.control().remote().getAddress();
        var begun = throttle.begin(address, accounts.mayHave(name) ? name : null, () -> handler.hasUserFrom(address));
        if (begun.isEmpty()) {
            sendAway(x, name);
            return;
        }
        Account account;
        try (var attempt = begun.get()) {
            account = ask(x, name, attempt);
            if (account == null) {
                refuse(x, name, attempt.fail());
                return;
            }
            attempt.succeed();
            if (!x.faults().isActive()) {
                logIn(x, account, 230);
                return;
            }
        }
        // A login that is held on purpose holds no other one.
        logIn(x, account, 230);
    }

    /** An authenticator that throws counts as a wrong password, so that this makes no guess free. */
    private @Nullable Account ask(CommandContext x, String name, LoginThrottle.Attempt attempt) {
        try {
            return accounts.login(name, x.argument());
        } catch (RuntimeException e) {
            var wait = attempt.fail();
            x.recorder().loginFailed(x.control().client(), name);
            if (x.control().countFailedLogin() >= limits.loginAttempts() || wait.isEmpty()) {
                x.disconnect();
            }
            wait.ifPresent(time -> delay(x, time));
            throw e;
        }
    }

    private void logIn(CommandContext x, Account account, int code) {
        var name = account.name();
        if (CommandFaults.answer(x, Stage.LOGIN)) {
            return;
        }
        if (!handler.logIn(x.control(), account, limits.perUser())) {
            x.record("USER '" + name + "' refused: " + limits.perUser() + " sessions are open.");
            x.reply(421, "Too many sessions of user " + name + " (limit " + limits.perUser() + "); end one first.");
            x.disconnect();
            return;
        }
        x.state().changeWorkingDirectory(account.startDirectory());
        x.recorder().loggedIn(x.control().client(), name);
        x.reply(code, texts.welcome());
    }

    private void refuse(CommandContext x, String name, Optional<Duration> delay) {
        x.forget();
        x.control().claim(name);
        x.recorder().loginFailed(x.control().client(), name);
        boolean last = x.control().countFailedLogin() >= limits.loginAttempts();
        if (delay.isEmpty()) {
            sendAway(x, name);
            return;
        }
        x.reply(530, "Authentication failed: wrong user name or password.");
        if (last) {
            x.disconnect();
        }
        delay(x, delay.get());
    }

    /**
     * Delays the reply, so that guessing passwords is slow. Further guesses in the same packet wait too, and the time for
     * logging in stands still.
     */
    private void delay(CommandContext x, Duration delay) {
        x.delay(action -> handler.later(x.control(), delay, action));
    }

    private static void sendAway(CommandContext x, String name) {
        x.recorder()
                .log()
                .add(
                        Level.WARNING,
                        x.control() + " USER '" + EventLog.name(name)
                                + "' refused: too many wrong passwords from its address.");
        x.reply(421, "Too many wrong passwords from your address; try again later.");
        x.disconnect();
    }

    /** Ends the waiting of clients that log in. */
    public void close() {
        throttle.close();
    }
}
