/**
 * The engine of {@link io.github.ftplab.FtpClient}, on Apache Commons Net.
 *
 * <p>From the top: {@link io.github.ftplab.client.Session} is one login, its turn-taking and its end;
 * {@code Wire} is what goes over the control connection, {@code DataConnection} what goes beside it, and
 * {@link io.github.ftplab.client.Command} the only thing that can be sent.
 */
@NullMarked
package io.github.ftplab.client;

import org.jspecify.annotations.NullMarked;
