/**
 * The client engine on Apache Commons Net: {@code ClientSession} is one session, from the connection to
 * its end, and serializes its calls.
 */
@NullMarked
package io.github.ftplab.internal.client;

import org.jspecify.annotations.NullMarked;
