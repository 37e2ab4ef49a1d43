/** The settings of a client session. Depends on nothing else of the client. */
@NullMarked
package io.github.ftplab.internal.client.settings;

import org.jspecify.annotations.NullMarked;
