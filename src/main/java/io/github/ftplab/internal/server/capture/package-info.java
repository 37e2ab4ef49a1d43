/** Writes what goes over the wire to a file for Wireshark. Used only where a server is told to. */
@NullMarked
package io.github.ftplab.internal.server.capture;

import org.jspecify.annotations.NullMarked;
