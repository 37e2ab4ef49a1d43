/** A server's log, events, listeners and counters. Clients are identified by an immutable value. */
@NullMarked
package io.github.ftplab.internal.server.log;

import org.jspecify.annotations.NullMarked;
