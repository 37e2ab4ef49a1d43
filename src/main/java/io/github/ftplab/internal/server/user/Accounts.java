package io.github.ftplab.internal.server.user;

import io.github.ftplab.ServerLimits.Rates;
import io.github.ftplab.ServerUser;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Users by name, in the order in which they were added. Thread-safe. */
public final class Accounts {

    /** How many users of the authenticator are remembered, with what their sessions share. */
    private static final int MAX_EXTERNAL = 10_000;

    private final Map<String, Account> byName = new LinkedHashMap<>();
    private final Rates rates;
    private final @Nullable BiFunction<String, String, Optional<ServerUser>> authenticator;
    private final Map<String, Account> external = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Account> eldest) {
            return size() > MAX_EXTERNAL;
        }
    };
    private Consumer<Account> added = account -> {};

    /** Creates an empty table. */
    public Accounts() {
        this(List.of(), Rates.UNLIMITED, null);
    }

    /**
     * Creates a table with copies of the users, so that changes affect this table only.
     *
     * @param authenticator asked about users who are not in the table, or null
     */
    public Accounts(
            Collection<Account> accounts,
            Rates rates,
            @Nullable BiFunction<String, String, Optional<ServerUser>> authenticator) {
        this.rates = rates;
        this.authenticator = authenticator;
        for (var account : accounts) {
            add(account.copy());
        }
    }

    /** {@return the user of this name, or null if there is none or the password is wrong} */
    public @Nullable Account login(String name, String password) {
        var account = find(name);
        if (account != null && account.accepts(password)) {
            return account;
        }
        if (account == null && authenticator != null) {
            // Not under the lock, as it may take long.
            return authenticator.apply(name, password).map(this::external).orElse(null);
        }
        // Takes equally long if there is no such user, or one with a fast password, so that timing reveals no names.
        if ((account == null || !account.hasSlowPassword()) && all().stream().anyMatch(Account::hasSlowPassword)) {
            Pbkdf2Hash.simulate(password);
        }
        return null;
    }

    /** {@return the user for the server} One who has been here before gets the same, as sessions of a user share rates. */
    private synchronized Account external(ServerUser user) {
        var known = external.get(user.name());
        if (known != null
                && known.home().directory().equals(user.home())
                && known.quota() == user.quota()
                && known.permissions().equals(user.permissions())) {
            return known;
        }
        var account = Account.external(user);
        account.limitByDefault(rates);
        external.put(user.name(), account);
        added.accept(account);
        return account;
    }

    /**
     * Adds a user.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public synchronized void add(Account account) {
        requireFree(account.name());
        account.limitByDefault(rates);
        byName.put(account.name(), account);
        added.accept(account);
    }

    /** Calls an action for each present user and for each that is added later. */
    public synchronized void whenAdded(Consumer<Account> action) {
        added = action;
        byName.values().forEach(action);
    }

    /**
     * Checks that a user of this name could be added.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public synchronized void requireFree(String name) {
        if (byName.containsKey(name)) {
            throw new IllegalArgumentException("there is a user " + name + " already: user names are unique");
        }
    }

    /** Removes a user; further commands of the user's sessions are refused. */
    public synchronized Account remove(String name) {
        var account = named(name);
        byName.remove(name);
        account.remove();
        return account;
    }

    /**
     * {@return the user of a name}
     *
     * @throws IllegalArgumentException if there is none
     */
    public synchronized Account named(String name) {
        var account = byName.get(name);
        if (account == null) {
            throw new IllegalArgumentException(
                    "there is no user \"%s\": the users are %s".formatted(name, byName.keySet()));
        }
        return account;
    }

    /** {@return whether there is a user of this name} */
    public boolean has(String name) {
        return find(name) != null;
    }

    /** {@return whether there may be a user of this name} Only the authenticator knows which users it has. */
    public boolean mayHave(String name) {
        return authenticator != null || has(name);
    }

    /** {@return the user of a name, or null} */
    public synchronized @Nullable Account find(String name) {
        return byName.get(name);
    }

    /** {@return all users} */
    public synchronized List<Account> all() {
        return List.copyOf(byName.values());
    }
}
