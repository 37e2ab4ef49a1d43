package io.github.ftplab.internal.repl;

import io.github.ftplab.internal.protocol.ReplDetection;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * What a notebook or JShell needs before it shows values of this library: a kernel without extensions does not know them
 * when only the jar is on its class path. Found by its service file, so that nothing depends on it.
 */
public interface ReplSetup {

    /** Prepares the kernel that runs this code, if there is one. Called again and again. */
    void prepare();

    /** Prepares the notebook or JShell that called; does nothing elsewhere. */
    static void begin() {
        if (ReplDetection.isRunning()) {
            try {
                ServiceLoader.load(ReplSetup.class, ReplSetup.class.getClassLoader())
                        .forEach(ReplSetup::prepare);
            } catch (ServiceConfigurationError e) {
                // Values are then shown as text.
            }
        }
    }
}
