package io.github.ftplab.internal.server.user;

import io.github.ftplab.internal.protocol.Text;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A salted password hash, as stored in users files. It is slow on purpose, against guessing by somebody who has got the
 * file. Written {@code pbkdf2-sha256$iterations$salt$hash}, the last two in Base64.
 *
 * <p>The right password takes long only the first time, as its fast digest is then cached in memory. A wrong one always
 * does.
 */
public final class Pbkdf2Hash implements Predicate<String> {

    /** OWASP's recommendation for this algorithm. */
    private static final int ITERATIONS = 600_000;

    private static final int MAX_ITERATIONS = 100_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final String NAME = "pbkdf2-sha256";
    private static final Pattern TEXT =
            Pattern.compile(Pattern.quote(NAME) + "\\$([1-9][0-9]{0,8})\\$([A-Za-z0-9+/=]+)\\$([A-Za-z0-9+/=]+)");

    /** Limits concurrent hashing to half of the processors, so that guessing passwords does not slow down transfers. */
    private static final Semaphore PERMITS =
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

    /** {@return whether a text has the prefix of a hash} */
    static boolean isHash(String text) {
        return text.startsWith(NAME + "$");
    }

    /**
     * Parses a hash.
     *
     * @throws IllegalArgumentException if it is invalid; the message does not contain it
     */
    static Pbkdf2Hash parse(String text) {
        var matcher = TEXT.matcher(text);
        if (matcher.matches()) {
            try {
                int iterations = (int) Text.number(matcher.group(1));
                var hash = Base64.getDecoder().decode(matcher.group(3));
                if (iterations <= MAX_ITERATIONS && hash.length == HASH_BYTES) {
                    return new Pbkdf2Hash(iterations, Base64.getDecoder().decode(matcher.group(2)), hash);
                }
            } catch (IllegalArgumentException e) {
                // Invalid Base64: reported below.
            }
        }
        throw new IllegalArgumentException(
                "the password has the prefix of a hash but is not one: use %s$iterations$salt$hash, as FtpServer.hashPassword returns it"
                        .formatted(NAME));
    }

    @Override
    public boolean test(String password) {
        var before = known;
        if (before != null && before.test(password)) {
            return true;
        }
        boolean right = MessageDigest.isEqual(hash, computeLimited(password, salt, iterations));
        if (right) {
            known = new PasswordDigest(password);
        }
        return right;
    }

    /** Takes as long as checking a wrong password. */
    static void simulate(String password) {
        computeLimited(password, new byte[SALT_BYTES], ITERATIONS);
    }

    private static byte[] computeLimited(String password, byte[] salt, int iterations) {
        PERMITS.acquireUninterruptibly();
        try {
            return compute(password, salt, iterations);
        } finally {
            PERMITS.release();
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

    /** {@return the hash in the format of users files} */
    public String text() {
        var base64 = Base64.getEncoder();
        return String.format(
                Locale.ROOT, "%s$%d$%s$%s", NAME, iterations, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    @Override
    public String toString() {
        return "******";
    }
}
