/** What happened on a server: the log, the events for listeners, the counts. Knows a client by an immutable value. */
@NullMarked
package io.github.ftplab.internal.server.log;

import org.jspecify.annotations.NullMarked;
