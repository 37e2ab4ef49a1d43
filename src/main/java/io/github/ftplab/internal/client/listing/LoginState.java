package io.github.ftplab.internal.client.listing;

import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.Features;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.client.listing.parser.MlsxParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in on a session, where that user has gone since, and what the server can do: what a new connection
 * needs.
 */
public final class LoginState {

    private volatile @Nullable Login login;
    private volatile String firstDirectory = "";
    private boolean factsAsked;
    private volatile Features features = Features.NONE;
    private final List<String> wayFromLogin = new ArrayList<>();

    /** A user; kept for later connections, and written nowhere. */
    public record Login(String name, FtpCommand giveName, FtpCommand givePassword, Optional<FtpCommand> giveAccount) {

        public static Login of(String name, String password, Optional<String> account) {
            return new Login(
                    name,
                    FtpCommand.of("USER", required(name)),
                    FtpCommand.of("PASS", password),
                    account.map(text -> FtpCommand.of("ACCT", text)));
        }
    }

    /**
     * Who is logged in, and where that user has gone.
     *
     * @param login the user, if there is one
     * @param firstDirectory where each login begins, or an empty string
     * @param way the directories that were changed to since, in their order
     */
    public record Place(Optional<Login> login, String firstDirectory, List<String> way) {}

    private static String required(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the name of a user can't be empty");
        }
        return name;
    }

    public Reply login(ControlConnection on, Login asked) throws IOException {
        login = null;
        factsAsked = false;
        begin(List.of());
        var reply = on.expect(asked.giveName());
        if (reply.code() == 331) {
            reply = on.expect(asked.givePassword());
        }
        if (reply.code() == 332 && asked.giveAccount().isPresent()) {
            reply = on.expect(asked.giveAccount().get());
        }
        if (!reply.isPositive()) {
            throw new RefusedException("PASS", reply);
        }
        features = Features.of(on.exchange(FtpCommand.of("FEAT")));
        if (features.has("UTF8")) {
            on.exchange(FtpCommand.of("OPTS", "UTF8 ON"));
        }
        on.expect(FtpCommand.of("TYPE", "I"));
        login = asked;
        if (!firstDirectory.isEmpty()) {
            // As it stands in an address, where ~ is the user's home with many servers.
            on.expect(FtpCommand.of("CWD", firstDirectory));
        }
        return reply;
    }

    public Optional<Login> login() {
        return Optional.ofNullable(login);
    }

    public void beginIn(String directory) {
        firstDirectory = directory;
    }

    public synchronized void went(String directory) {
        if (directory.startsWith("/")) {
            wayFromLogin.clear();
        }
        wayFromLogin.add(directory);
    }

    /** {@return the directories that were changed to since the login, in their order} */
    public synchronized List<String> way() {
        return List.copyOf(wayFromLogin);
    }

    public Features features() {
        return features;
    }

    /** {@return who is logged in and where, as it is now; from any thread} */
    public Place place() {
        return new Place(login(), firstDirectory, way());
    }

    /** Makes a session that is not logged in yet one of a user in a place. */
    public void begin(Place place) {
        login = place.login().orElse(null);
        firstDirectory = place.firstDirectory();
        begin(place.way());
    }

    private synchronized void begin(List<String> way) {
        wayFromLogin.clear();
        wayFromLogin.addAll(way);
    }

    /** Asks for all facts in listings that the server can tell; once. */
    public void askForFacts(ControlConnection on) throws IOException {
        if (!factsAsked) {
            factsAsked = true;
            var options = MlsxParser.options(features.named().getOrDefault("MLST", ""));
            if (options.isPresent()) {
                on.exchange(FtpCommand.of("OPTS", options.get()));
            }
        }
    }
}
