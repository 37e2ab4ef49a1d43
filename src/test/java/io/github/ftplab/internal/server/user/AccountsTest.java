package io.github.ftplab.internal.server.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.Permission;
import io.github.ftplab.ServerLimits.Rates;
import io.github.ftplab.ServerUser;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users of an authenticator, who are remembered, but not without end. */
class AccountsTest {

    @TempDir
    Path home;

    @Test
    void usersOfAnAuthenticatorAreForgottenWhenTheyAreMany() {
        var permissions = Permission.parse("elr");
        var accounts = new Accounts(
                List.of(), Rates.UNLIMITED, (name, password) -> Optional.of(ServerUser.of(name, home, permissions)));
        var made = new AtomicInteger();
        accounts.whenAdded(account -> made.incrementAndGet());

        var first = accounts.login("user0", "any");
        for (int i = 1; i < 10_000; i++) {
            accounts.login("user" + i, "any");
        }
        assertThat(accounts.login("user0", "any")).isSameAs(first);
        assertThat(made).hasValue(10_000);

        accounts.login("one more", "any");
        accounts.login("user1", "any");

        assertThat(made)
                .as("user1 was forgotten, who has not been here for the longest time")
                .hasValue(10_002);
        assertThat(accounts.login("user0", "any")).isSameAs(first);
    }
}
