package io.github.ftplab.internal.server.user;

import io.github.ftplab.ServerLimits.Rates;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Users by name, in the order in which they were added. Thread-safe. */
public final class Accounts {

    private final Map<String, Account> byName = new LinkedHashMap<>();
    private final Rates rates;
    private Consumer<Account> added = account -> {};

    /** Creates an empty table. */
    public Accounts() {
        this(List.of(), Rates.UNLIMITED);
    }

    /** Creates a table with copies of the users, so that changes affect this table only. */
    public Accounts(Collection<Account> accounts, Rates rates) {
        this.rates = rates;
        accounts.forEach(account -> add(account.copy()));
    }

    /** {@return the user of this name, or null if there is none or the password is wrong} */
    public @Nullable Account login(String name, String password) {
        var account = find(name);
        if (account != null && account.accepts(password)) {
            return account;
        }
        // Takes equally long if there is no such user, or one with a fast password, so that timing reveals no names.
        if ((account == null || !account.hasSlowPassword()) && all().stream().anyMatch(Account::hasSlowPassword)) {
            Pbkdf2Hash.simulate(password);
        }
        return null;
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

    private synchronized @Nullable Account find(String name) {
        return byName.get(name);
    }

    /** {@return all users} */
    public synchronized List<Account> all() {
        return List.copyOf(byName.values());
    }
}
