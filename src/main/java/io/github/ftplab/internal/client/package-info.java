/**
 * The client's engine on Apache Commons Net: {@code ClientSession} is one login, the order of its calls, and its end.
 */
@NullMarked
package io.github.ftplab.internal.client;

import org.jspecify.annotations.NullMarked;
