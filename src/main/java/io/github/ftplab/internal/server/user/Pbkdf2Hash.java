package io.github.ftplab.internal.server.user;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A password as a file of users may keep it: its salted hash, slow on purpose, as who gets the file would try all
 * likely passwords. Written {@code pbkdf2-sha256$iterations$salt$hash}, the last two in Base64.
 *
 * <p>The right password is slow once; a quick digest in memory knows it from then on. A wrong one is always slow.
 */
public final class Pbkdf2Hash implements Predicate<String> {

    /** What OWASP recommends for this algorithm. */
    private static final int ITERATIONS = 600_000;

    private static final int MAX_ITERATIONS = 100_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final String NAME = "pbkdf2-sha256";
    private static final Pattern TEXT =
            Pattern.compile(Pattern.quote(NAME) + "\\$([1-9][0-9]{0,8})\\$([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+)");

    /** However many guess at once, half of the processors are left for those who are in. */
    private static final Semaphore TURNS =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;
    private volatile @Nullable PasswordDigest known;

    private Pbkdf2Hash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** Hashes a password with a salt of its own. */
    public static Pbkdf2Hash of(String password) {
        var salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new Pbkdf2Hash(ITERATIONS, salt, compute(password, salt, ITERATIONS));
    }

    /** {@return whether a text is meant to be a hash rather than a password} */
    static boolean isMeant(String text) {
        return text.startsWith(NAME + "$");
    }

    /**
     * Reads a hash.
     *
     * @throws IllegalArgumentException if it is none; the message does not repeat it
     */
    static Pbkdf2Hash parse(String text) {
        var matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            try {
                int iterations = Integer.parseInt(matcher.group(1));
                var hash = Base64.getDecoder().decode(matcher.group(3));
                if (iterations <= MAX_ITERATIONS && hash.length == HASH_BYTES) {
                    return new Pbkdf2Hash(iterations, Base64.getDecoder().decode(matcher.group(2)), hash);
                }
            } catch (IllegalArgumentException e) {
                // no Base64: answered below
            }
        }
        throw new IllegalArgumentException(
                "the password begins as a hash does and is none: it reads %s$iterations$salt$hash, as FtpServer.hashPassword makes it"
                        .formatted(NAME));
    }

    @Override
    public boolean test(String password) {
        var before = known;
        if (before != null && before.test(password)) {
            return true;
        }
        boolean right = MessageDigest.isEqual(hash, inTurn(password, salt, iterations));
        if (right) {
            known = new PasswordDigest(password);
        }
        return right;
    }

    /** Takes as long as a wrong password does. */
    static void waste(String password) {
        inTurn(password, new byte[SALT_BYTES], ITERATIONS);
    }

    private static byte[] inTurn(String password, byte[] salt, int iterations) {
        TURNS.acquireUninterruptibly();
        try {
            return compute(password, salt, iterations);
        } finally {
            TURNS.release();
        }
    }

    private static byte[] compute(String password, byte[] salt, int iterations) {
        var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }

    /** {@return the hash as a file of users has it} */
    public String text() {
        var base64 = Base64.getEncoder();
        return "%s$%d$%s$%s".formatted(NAME, iterations, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    @Override
    public String toString() {
        return "******";
    }
}
