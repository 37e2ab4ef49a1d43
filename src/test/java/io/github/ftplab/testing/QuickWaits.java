package io.github.ftplab.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Makes Awaitility poll every 10 ms, and wait for 30 s at most. Its default interval of 100 ms is also the least that a
 * wait takes, and thousands of waits in these tests are over at once; its default limit of 10 s is too short for a busy
 * machine. A service of JUnit.
 */
public final class QuickWaits implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
        Awaitility.setDefaultTimeout(Promptly.AT_MOST);
    }
}
