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

/**
 * Who is logged in on a session, where that user has gone since, and what the server can do: what a new connection
 * needs.
 */
public final class LoginState {

    /** Replaced as a whole, so that another thread never sees half a login. */
    private volatile Place place = new Place(Optional.empty(), "", List.of());

    private volatile boolean loggedIn;
    private boolean factsAsked;
    private volatile Features features = Features.NONE;

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
     * A user, and where that user has gone.
     *
     * @param login the user who logged in last, if there is one
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

    /** Logs in. Until this succeeds, the place is the one before, which {@link #loginAgain} returns to. */
    public Reply login(ControlConnection on, Login asked) throws IOException {
        return login(on, asked, new Place(Optional.of(asked), place.firstDirectory(), List.of()));
    }

    /** Logs in on a new connection as the user of the place, which does not change, and goes to where logins begin. */
    public Reply loginAgain(ControlConnection on) throws IOException {
        var before = place;
        return login(on, before.login().orElseThrow(), before);
    }

    private Reply login(ControlConnection on, Login asked, Place after) throws IOException {
        forgetConnection();
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
        on.encryptDataAfterLogin();
        features = Features.of(on.exchange(FtpCommand.of("FEAT")));
        if (features.has("UTF8")) {
            on.exchange(FtpCommand.of("OPTS", "UTF8 ON"));
        }
        on.expect(FtpCommand.of("TYPE", "I"));
        place = after;
        loggedIn = true;
        if (!after.firstDirectory().isEmpty()) {
            // As it stands in an address, where ~ is the user's home with many servers.
            on.expect(FtpCommand.of("CWD", after.firstDirectory()));
        }
        return reply;
    }

    /** Notes that nobody is logged in any more, as on a new connection. */
    public void forgetConnection() {
        loggedIn = false;
        factsAsked = false;
    }

    /** {@return who is logged in on this connection} */
    public Optional<Login> login() {
        return loggedIn ? place.login() : Optional.empty();
    }

    public void beginIn(String directory) {
        place = new Place(place.login(), directory, place.way());
    }

    /** Notes a change of the directory. */
    public void went(String directory) {
        var way = new ArrayList<String>();
        if (!directory.startsWith("/")) {
            way.addAll(place.way());
        }
        way.add(directory);
        place = new Place(place.login(), place.firstDirectory(), List.copyOf(way));
    }

    public Features features() {
        return features;
    }

    /** Notes a command that the server has not understood, although it named it. */
    public void lacks(String command) {
        features = features.without(command);
    }

    /** {@return who logged in last and where that user is, as of one moment; from any thread} */
    public Place place() {
        return place;
    }

    /** Makes a session that is not logged in yet one of a user in a place. */
    public void begin(Place at) {
        place = at;
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
