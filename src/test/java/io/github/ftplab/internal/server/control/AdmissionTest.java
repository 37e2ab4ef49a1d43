package io.github.ftplab.internal.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.internal.server.control.Admission.Candidate;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {

    private static final Instant NOW = Instant.parse("2026-03-05T12:00:00Z");

    /** Each connection is written as its address and how many seconds ago it was opened. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // of the address that has most: the oldest
                "a5 a7 a6         | b | a7",
                "b9 a5 a7 a6      | b | a7",
                "b99 a5 a7 a6     | c | a7",
                // the same number, all of them fresh: nobody
                "a5               | a | -",
                "a5 a6 a7         | a | -",
                "a5 b6            | c | -",
                "a5 a6 b7         | b | -",
                // the same number, and silent for long: the oldest
                "a15 b6           | c | a15",
                "a11 a99 a7       | a | a99",
                "                 | a | -",
            })
    void connectionGivesWay(String connections, String added, String victim) throws UnknownHostException {
        var chosen = Admission.victim(candidates(connections), address(added.charAt(0)), NOW);

        assertThat(chosen.map(Candidate::session).orElse("-")).isEqualTo(victim);
    }

    /** The one that was chosen may log in before it is ended. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a5 a7 a6 a8      | b | a8       | a7",
                "a5 a7 a6 a8      | b | a8 a7    | a6",
                "a15 b16          | c | b16      | a15",
                "a15 b16          | c | b16 a15  | -",
                // those that are left are fresh, and not more than those of the new one's address
                "a5 a7 a8 b6      | b | a8       | -",
            })
    void nextOneGivesWayIfTheFirstHasLoggedIn(String connections, String added, String loggedIn, String victim)
            throws UnknownHostException {
        var stayed = List.of(loggedIn.split(" ", -1));
        var asked = new ArrayList<String>();

        boolean room = Admission.makeRoom(candidates(connections), address(added.charAt(0)), NOW, one -> {
            asked.add(one);
            return !stayed.contains(one);
        });

        assertThat(room).isEqualTo(!victim.equals("-"));
        assertThat(asked).startsWith(stayed.get(0)).doesNotHaveDuplicates();
        assertThat(room ? asked.get(asked.size() - 1) : "-").isEqualTo(victim);
    }

    private static List<Candidate<String>> candidates(String connections) throws UnknownHostException {
        var candidates = new ArrayList<Candidate<String>>();
        for (var one : connections == null
                ? List.<String>of()
                : List.of(connections.strip().split(" "))) {
            candidates.add(
                    new Candidate<>(one, address(one.charAt(0)), NOW.minusSeconds(Integer.parseInt(one.substring(1)))));
        }
        return candidates;
    }

    private static InetAddress address(char name) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) name});
    }
}
