package io.github.ftplab.testing.load;

import io.github.ftplab.testing.Peer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where and how a client connects.
 *
 * @param tls whether all connections are encrypted
 * @param prefix the words before a client's command, such as those of nice(1)
 */
record Station(Peer server, boolean tls, List<String> prefix) {

    /** {@return the prefix and these words} */
    List<String> command(String... words) {
        var all = new ArrayList<>(prefix);
        all.addAll(Arrays.asList(words));
        return all;
    }
}
