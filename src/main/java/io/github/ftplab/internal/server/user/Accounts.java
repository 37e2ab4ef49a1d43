package io.github.ftplab.internal.server.user;

import io.github.ftplab.ServerLimits.Rates;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Users by name, in the order in which they came. Safe for several threads. */
public final class Accounts {

    private final Map<String, Account> byName = new LinkedHashMap<>();
    private final Rates rates;
    private Consumer<Account> added = account -> {};

    /** Makes a table without users. */
    public Accounts() {
        this(List.of(), Rates.UNLIMITED);
    }

    /** Takes copies, so that a change of letters stays with this table. */
    public Accounts(Collection<Account> accounts, Rates rates) {
        this.rates = rates;
        accounts.forEach(account -> add(account.copy()));
    }

    /** {@return the user of this name, if the password is right} */
    public @Nullable Account login(String name, String password) {
        var account = find(name);
        if (account != null && account.accepts(password)) {
            return account;
        }
        // That there is no such user, or one with another kind of password, can't be told from the time taken.
        if ((account == null || !account.hasSlowPassword()) && all().stream().anyMatch(Account::hasSlowPassword)) {
            Pbkdf2Hash.waste(password);
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

    /** Tells somebody of each user, of those that are there and of those that come. */
    public synchronized void whenAdded(Consumer<Account> told) {
        added = told;
        byName.values().forEach(told);
    }

    /**
     * Makes sure that a user of this name could be added.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public synchronized void requireFree(String name) {
        if (byName.containsKey(name)) {
            throw new IllegalArgumentException("there is a user " + name + " already: user names are unique");
        }
    }

    /** Takes a user away; what the user's sessions ask for next is refused. */
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

    private synchronized @Nullable Account find(String name) {
        return byName.get(name);
    }

    /** {@return all users} */
    public synchronized List<Account> all() {
        return List.copyOf(byName.values());
    }
}
