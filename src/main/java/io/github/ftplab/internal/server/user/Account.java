package io.github.ftplab.internal.server.user;

import io.github.ftplab.Permission;
import io.github.ftplab.ServerLimits.Rates;
import io.github.ftplab.ServerUser;
import io.github.ftplab.internal.protocol.RateLimiter;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.server.file.Home;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A virtual user, who exists in this server only. Permissions and rates may change at any time. */
public final class Account {

    /** The user name for anonymous login (RFC 1635). */
    public static final String ANONYMOUS = "anonymous";

    private final String name;
    private final Predicate<String> password;
    private volatile Home home;
    private volatile DirectoryPermissions grants;
    private volatile @Nullable Rates rates;
    private volatile RateLimiter downloadLimiter = RateLimiter.NONE;
    private volatile RateLimiter uploadLimiter = RateLimiter.NONE;
    private volatile boolean removed;
    private volatile String start = "/";

    private Account(String name, Predicate<String> password, Home home, DirectoryPermissions grants) {
        this.name = name;
        this.password = password;
        this.home = home;
        this.grants = grants;
    }

    /**
     * Creates a user with a password.
     *
     * @throws IllegalArgumentException if the name is invalid or a permission letter is unknown
     */
    public static Account of(String name, String password, Home home, String letters) {
        if (name.equals(ANONYMOUS)) {
            throw new IllegalArgumentException(
                    "the user anonymous has no password of its own: use anonymous(home) instead");
        }
        return make(name, new PasswordDigest(password), home, letters);
    }

    /**
     * Creates the anonymous user, who may log in with any password.
     *
     * @throws IllegalArgumentException if a permission letter is unknown
     */
    public static Account anonymous(Home home, String letters) {
        return make(ANONYMOUS, password -> true, home, letters);
    }

    /** Creates a user whose password somebody else checks. */
    static Account external(ServerUser user) {
        var home = Home.of(user.home()).limited(user.quota());
        return make(user.name(), password -> false, home, Permission.format(user.permissions()));
    }

    /** Creates a user from a users file, whose password is plain or a PBKDF2 hash; anonymous has an empty one. */
    static Account fromFile(String name, String password, Home home, String letters) {
        if (Pbkdf2Hash.isHash(password) && !name.equals(ANONYMOUS)) {
            return make(name, Pbkdf2Hash.parse(password), home, letters);
        }
        if (!password.isEmpty()) {
            return of(name, password, home, letters);
        }
        if (name.equals(ANONYMOUS)) {
            return anonymous(home, letters);
        }
        throw new IllegalArgumentException("the password of user " + name + " is empty");
    }

    private static Account make(String name, Predicate<String> password, Home home, String letters) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "the user name is empty: give one, or use anonymous(home) to let anybody in");
        }
        if (Text.hasControl(name)) {
            throw new IllegalArgumentException("the user name has a line break or another control character");
        }
        return new Account(name, password, home, new DirectoryPermissions(Permission.parse(letters), List.of()));
    }

    boolean accepts(String attempt) {
        return password.test(attempt);
    }

    boolean hasSlowPassword() {
        return password instanceof Pbkdf2Hash;
    }

    /** {@return whether the password was given in plain text} */
    boolean hasPlainPassword() {
        return password instanceof PasswordDigest;
    }

    /** {@return a copy, whose permissions and rates change independently} */
    Account copy() {
        var copy = new Account(name, password, home.limited(quota()), grants);
        copy.start = start;
        var own = rates;
        if (own != null) {
            copy.limit(own);
        }
        return copy;
    }

    /** Sets this user's own rates, which take effect at once. */
    public synchronized void limit(Rates own) {
        rates = own;
        apply(own);
    }

    /**
     * Limits the bytes in the user's files, from the next upload on.
     *
     * @param bytes 0 for no limit
     * @throws IllegalArgumentException if it is negative
     */
    public void quota(long bytes) {
        home = home.limited(bytes);
    }

    /** {@return how many bytes the user's files may have; 0 for no limit} */
    public long quota() {
        var quota = home.quota();
        return quota == null ? 0 : quota.limit();
    }

    /** Sets the default rates, unless the user has rates of its own. */
    synchronized void limitByDefault(Rates all) {
        if (rates == null) {
            apply(all);
        }
    }

    private void apply(Rates chosen) {
        downloadLimiter = new RateLimiter(chosen.download());
        uploadLimiter = new RateLimiter(chosen.upload());
    }

    public RateLimiter downloadLimiter() {
        return downloadLimiter;
    }

    public RateLimiter uploadLimiter() {
        return uploadLimiter;
    }

    /** {@return the permissions in directories without permissions of their own} */
    public Set<Permission> permissions() {
        return grants.base();
    }

    public DirectoryPermissions grants() {
        return grants;
    }

    /**
     * Changes the user's permissions from the next command on; directories with permissions of their own keep these.
     *
     * @throws IllegalArgumentException if a permission letter is unknown
     */
    public synchronized void permit(String letters) {
        grants = grants.withBase(Permission.parse(letters));
    }

    /**
     * Gives a directory and the files in it permissions of their own, from the next command on.
     *
     * @throws IllegalArgumentException if it is not a directory below the home, or a permission letter is unknown
     */
    public void override(String directory, String letters) {
        override(directory, DirectoryPermissions.Scope.DIRECTORY, letters);
    }

    /** Like {@link #override}, for everything below a directory. */
    public void overrideTree(String directory, String letters) {
        override(directory, DirectoryPermissions.Scope.TREE, letters);
    }

    private synchronized void override(String directory, DirectoryPermissions.Scope scope, String letters) {
        grants = grants.with(
                new DirectoryPermissions.PathOverride(home.directory(directory), scope, Permission.parse(letters)));
    }

    /**
     * Sets the directory in which sessions begin.
     *
     * @throws IllegalArgumentException if it is not a directory of the home
     */
    public void startIn(String directory) {
        start = home.virtualDirectory(directory);
    }

    /** {@return the directory in which a session begins now, as the user sees it} */
    public String startDirectory() {
        return start.equals("/") || home.hasDirectory(start) ? start : "/";
    }

    /** {@return whether this user has been removed} */
    public boolean isRemoved() {
        return removed;
    }

    void remove() {
        removed = true;
    }

    public String name() {
        return name;
    }

    /** {@return the directory that this user sees as {@code /}} */
    public Home home() {
        return home;
    }

    @Override
    public String toString() {
        return name + " " + Permission.format(permissions()) + " " + home;
    }
}
