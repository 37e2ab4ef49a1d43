package io.github.ftplab.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretCommandsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PASS potato           | PASS ****",
                "pass potato           | PASS ****",
                "'  Pass potato'       | PASS ****",
                "'PASS\tpotato'        | PASS ****",
                "PASS:potato           | PASS ****",
                "'PASS po\ntato'       | PASS ****",
                "'PASS  '              | PASS ****",
                "ACCT physics          | ACCT ****",
                "PASSWORD potato       | PASSWORD ****",
                "SITE PSWD potato new  | SITE PSWD ****",
                "site passwd new       | SITE PASSWD ****",
                "SITE CHPASS ann new   | SITE CHPASS ****",
                "SITE ADDUSER ann new  | SITE ADDUSER ****",
                "SITE GADDUSER g a pw  | SITE GADDUSER ****",
                "SITE GPASS potato     | SITE GPASS ****",
            })
    void passwordsAndAccountsAreHidden(String line, String shown) {
        var sent = line.replace("\\t", "\t").replace("\\n", "\n");
        assertThat(SecretCommands.isSecret(sent)).isTrue();
        assertThat(SecretCommands.masked(sent)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "PASS",
                "PASV",
                "PASSIVE x",
                "USER pass",
                "RETR PASS word",
                "SITE CHMOD 644 PASS x",
                "ACCTS 1"
            })
    void allElseIsShown(String line) {
        assertThat(SecretCommands.isSecret(line)).isFalse();
        assertThat(SecretCommands.masked(line)).isEqualTo(line);
    }
}
