package io.github.ftplab.client;

import io.github.ftplab.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is logged in on a session, where that user has gone since, and what the server can do: what a new connection needs. */
final class Identity {

    private volatile @Nullable Login login;
    private String firstFolder = "";
    private boolean factsAsked;
    private volatile Features features = Features.NONE;
    private final List<String> wayFromLogin = new ArrayList<>();

    /** A user; kept for later connections, and written nowhere. */
    record Login(String name, Command giveName, Command givePassword, Optional<Command> giveAccount) {

        static Login of(String name, String password, Optional<String> account) {
            return new Login(
                    name,
                    Command.of("USER", required(name)),
                    Command.of("PASS", password),
                    account.map(text -> Command.of("ACCT", text)));
        }
    }

    private static String required(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the name of a user can't be empty");
        }
        return name;
    }

    Reply login(Wire on, Login asked) throws IOException {
        login = null;
        factsAsked = false;
        wayFromLogin.clear();
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
        features = Features.of(on.exchange(Command.of("FEAT")));
        if (features.has("UTF8")) {
            on.exchange(Command.of("OPTS", "UTF8 ON"));
        }
        on.expect(Command.of("TYPE", "I"));
        login = asked;
        if (!firstFolder.isEmpty()) {
            // As it stands in an address, where ~ is the user's home with many servers.
            on.expect(Command.of("CWD", firstFolder));
        }
        return reply;
    }

    Optional<Login> login() {
        return Optional.ofNullable(login);
    }

    void beginIn(String folder) {
        firstFolder = folder;
    }

    void went(String folder) {
        if (folder.startsWith("/")) {
            wayFromLogin.clear();
        }
        wayFromLogin.add(folder);
    }

    /** {@return the folders that were changed to since the login, in their order} */
    List<String> way() {
        return List.copyOf(wayFromLogin);
    }

    Features features() {
        return features;
    }

    /** Makes a session that is not logged in yet one of the same user. */
    void copyTo(Identity other) {
        other.login = login;
        other.firstFolder = firstFolder;
        other.wayFromLogin.addAll(wayFromLogin);
    }

    /** Asks for all facts in listings that the server can tell; once. */
    void askForFacts(Wire on) throws IOException {
        if (!factsAsked) {
            factsAsked = true;
            var options = MachineFormat.options(features.named().getOrDefault("MLST", ""));
            if (options.isPresent()) {
                on.exchange(Command.of("OPTS", options.get()));
            }
        }
    }
}
