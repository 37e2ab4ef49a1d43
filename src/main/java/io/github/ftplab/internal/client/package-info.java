/**
 * The client engine on Apache Commons Net: {@code ClientSession} is one session, from the connection through the login to
 * its end, and the order of its calls.
 */
@NullMarked
package io.github.ftplab.internal.client;

import org.jspecify.annotations.NullMarked;
